import { encode as qrEncode } from 'uqr';
import { columnsOf } from '../../../src/basics/columns.ts';
import { never } from '../../../src/basics/result.ts';
import type { PaperBlock, PaperDocument } from '../../../src/devices/paper.ts';
import { holds, plainText } from './character-set.ts';
import { COLUMN_DOTS, escapeXml, GLYPH_DOTS, inkSvg, inkWidthDots } from './drawing.ts';
import { CAPITAL_EM, type PaperFont } from './font.ts';
import type { PrinterModel } from './models.ts';
import { drawAll, type Drawing, oneBit, type OneBit } from './raster.ts';
import { wrapCentred, wrapLeft } from './wrap.ts';

/**
 * A paper document as the commands of one printer, still readable: what stands on which line, how large, what is
 * drawn. Bytes (bytes.ts) and the picture (picture.ts) are both made from this, so they cannot differ in layout.
 */
export type TextSize = 1 | 2 | 3;
export type PrinterCommand =
  /** One line that fits. `lineDots`: from its top to the top of the next. */
  | {
      readonly do: 'text';
      readonly text: string;
      readonly size: TextSize;
      readonly bold: boolean;
      readonly align: 'left' | 'center';
      readonly lineDots: number;
    }
  /** A drawn stripe of the paper's full width. `says`: the words in it, for people and tests. */
  | { readonly do: 'raster'; readonly says: string; readonly image: OneBit }
  | { readonly do: 'qr'; readonly data: string; readonly moduleDots: number }
  | { readonly do: 'feed'; readonly dots: number }
  | { readonly do: 'cut' };

/** Times 24 dots: line height 1.5 for body, a little closer for large lines. */
const LINE_DOTS: Readonly<Record<TextSize, number>> = { 1: 36, 2: 64, 3: 92 };
const RULE_DOTS = 2;
const RULE_MARGIN_DOTS = 18;
/** A ticket's number: capital height on paper; never below the least, narrowed instead. */
const NUMBER_CAPITAL_MM = 20;
const NUMBER_CAPITAL_MM_MIN = 14;
const NUMBER_MARGIN_DOTS = 20;
/** The QR code is about this wide, and a module at least 3 dots (0.375 mm), which phones read from a hand's distance. */
const QR_WIDTH_MM = 26;
const QR_MODULE_DOTS_MIN = 3;
const QR_MODULE_DOTS_MAX = 8;
export const QR_QUIET_MODULES = 4;
export const QR_ERROR_CORRECTION = 'M';
/** Paper below the last line, besides what lies between head and cutter. */
const FOOT_DOTS = 40;
/** A label column takes at most this part of the line; longer labels get a line of their own. */
const LABEL_PART_MAX = 0.45;
const LABEL_GAP_COLUMNS = 2;

type Draft =
  | Exclude<PrinterCommand, { do: 'raster' }>
  | { readonly do: 'draw'; readonly says: string; readonly drawing: Drawing }
  | Extract<PrinterCommand, { do: 'raster' }>;

/**
 * @param document any valid document; what is too long wraps, nothing is cut off at the right.
 * @returns commands of which none is wider than the model's paper, ending with a cut.
 */
export function layOut(document: PaperDocument, model: PrinterModel, font: PaperFont): PrinterCommand[] {
  const labels = labelColumns(document.blocks, model);
  const drafts: Draft[] = document.blocks.flatMap((block, i) => draftsOf(block, labels[i]!, model, font));
  drafts.push({ do: 'feed', dots: FOOT_DOTS }, { do: 'cut' });
  const images = drawAll(
    drafts.flatMap((draft) => (draft.do === 'draw' ? [draft.drawing] : [])),
    font,
  );
  let drawn = 0;
  return drafts.map((draft) => (draft.do === 'draw' ? { do: 'raster', says: draft.says, image: images[drawn++]! } : draft));
}

function draftsOf(block: PaperBlock, forLabel: number, model: PrinterModel, font: PaperFont): Draft[] {
  const line = (text: string, size: TextSize = 1, bold = false, align: 'left' | 'center' = 'left'): Draft =>
    lineDraft({ text, size, bold, align }, model, font);
  switch (block.kind) {
    case 'text': {
      const columns = Math.floor(model.columns / block.size);
      const wrap = block.align === 'center' ? wrapCentred : wrapLeft;
      return wrap(plainText(block.text), columns).map((text) => line(text, block.size, block.bold, block.align));
    }
    case 'number':
      return [numberDraft(plainText(block.text), model, font)];
    case 'pair':
      return pairLines(plainText(block.label), plainText(block.value), forLabel, model.columns).map((text) => line(text));
    case 'rule':
      return [
        { do: 'feed', dots: RULE_MARGIN_DOTS - (LINE_DOTS[1] - GLYPH_DOTS) },
        { do: 'raster', says: '', image: oneBit({ widthDots: model.widthDots, heightDots: RULE_DOTS }, () => true) },
        { do: 'feed', dots: RULE_MARGIN_DOTS },
      ];
    case 'space':
      return [{ do: 'feed', dots: block.lines * LINE_DOTS[1] }];
    case 'qr':
      return qrDrafts(block.data, model);
    default:
      return never(block);
  }
}

function lineDraft(
  command: { text: string; size: TextSize; bold: boolean; align: 'left' | 'center' },
  model: PrinterModel,
  font: PaperFont,
): Draft {
  const lineDots = LINE_DOTS[command.size];
  if (holds(model.characterSet, command.text)) return { do: 'text', ...command, lineDots };
  const spare = model.widthDots - inkWidthDots(command.text, command.size);
  const left = command.align === 'center' ? Math.floor(spare / 2) : 0;
  const svg = inkSvg({ text: command.text, left, top: 0, widthTimes: command.size, heightTimes: command.size, bold: command.bold }, font);
  return { do: 'draw', says: command.text, drawing: { widthDots: model.widthDots, heightDots: lineDots, svg } };
}

/** Drawn in bold from the font, as large as the paper allows; the printer's own figures, enlarged, are steps and stairs. */
function numberDraft(text: string, model: PrinterModel, font: PaperFont): Draft {
  const characters = Array.from(text);
  const wideEm = characters.reduce((sum, character) => sum + font.advance(character, true), 0);
  const sizeFor = (capitalMm: number): number => (capitalMm * model.dotsPerMm) / CAPITAL_EM;
  const fitting = (model.widthDots * 0.96) / wideEm;
  const size = Math.round(Math.max(sizeFor(NUMBER_CAPITAL_MM_MIN), Math.min(sizeFor(NUMBER_CAPITAL_MM), fitting)));
  const narrow = Math.min(1, fitting / size);
  const left = Math.round((model.widthDots - wideEm * size * narrow) / 2);
  // Ideographs reach a little above and below the capitals.
  const ideographic = characters.some((character) => columnsOf(character) === 2);
  const ascent = Math.ceil(size * (ideographic ? 0.88 : CAPITAL_EM));
  const descent = ideographic ? Math.ceil(size * 0.12) : Math.ceil(size * 0.02);
  const svg =
    `<text transform="translate(${left} ${NUMBER_MARGIN_DOTS + ascent}) scale(${narrow.toFixed(4)} 1)" ` +
    `font-family="${font.family}" font-weight="700" font-size="${size}" xml:space="preserve">${escapeXml(text)}</text>`;
  return { do: 'draw', says: text, drawing: { widthDots: model.widthDots, heightDots: NUMBER_MARGIN_DOTS * 2 + ascent + descent, svg } };
}

/** Pairs that follow one another share one label column, so that their values stand in a line. */
function labelColumns(blocks: readonly PaperBlock[], model: PrinterModel): number[] {
  const limit = Math.floor(model.columns * LABEL_PART_MAX);
  const result = blocks.map(() => 0);
  for (let from = 0; from < blocks.length; from++) {
    let to = from;
    let widest = 0;
    for (let block = blocks[to]; block?.kind === 'pair'; block = blocks[++to]) {
      const columns = columnsOf(plainText(block.label)) + LABEL_GAP_COLUMNS;
      if (columns <= limit) widest = Math.max(widest, columns);
    }
    result.fill(widest, from, to);
    from = Math.max(from, to - 1);
  }
  return result;
}

function pairLines(label: string, value: string, forLabel: number, columns: number): string[] {
  const own = columnsOf(label) + LABEL_GAP_COLUMNS;
  const left = own <= forLabel ? forLabel : LABEL_GAP_COLUMNS;
  const beside = wrapLeft(value, columns - left);
  // What would break beside its label but is whole on a line of its own (a long name), or needs one line less there and
  // only two, goes below it; so does a list of which a line would break.
  const below = wrapLeft(value, columns - LABEL_GAP_COLUMNS);
  if (own > forLabel || (below.length < beside.length && below.length <= Math.max(2, value.split('\n').length))) {
    return [...wrapLeft(label, columns), ...below.map((text) => ' '.repeat(LABEL_GAP_COLUMNS) + text)];
  }
  return beside.map((text, i) => (i === 0 ? label + ' '.repeat(left - columnsOf(label)) : ' '.repeat(left)) + text);
}

function qrDrafts(data: string, model: PrinterModel): Draft[] {
  const bytes = Array.from(new TextEncoder().encode(data));
  // As bytes: a printer that packs digits tighter only makes it smaller.
  const matrix = qrEncode(bytes, { ecc: QR_ERROR_CORRECTION, boostEcc: false, border: 0 });
  const wanted = Math.floor((QR_WIDTH_MM * model.dotsPerMm) / matrix.size);
  const widest = Math.floor(model.widthDots / (matrix.size + 2 * QR_QUIET_MODULES));
  const moduleDots = Math.max(1, Math.min(widest, QR_MODULE_DOTS_MAX, Math.max(QR_MODULE_DOTS_MIN, wanted)));
  const quiet: Draft = { do: 'feed', dots: moduleDots * QR_QUIET_MODULES };
  if (model.qr === 'printer') return [quiet, { do: 'qr', data, moduleDots }, quiet];
  const side = matrix.size * moduleDots;
  const left = Math.floor((model.widthDots - side) / 2);
  const image = oneBit(
    { widthDots: model.widthDots, heightDots: side },
    (x, y) => matrix.data[Math.floor(y / moduleDots)]?.[Math.floor((x - left) / moduleDots)] ?? false,
  );
  return [quiet, { do: 'raster', says: data, image }, quiet];
}

export const widthOfLine = (command: Extract<PrinterCommand, { do: 'text' }>): number =>
  columnsOf(command.text) * COLUMN_DOTS * command.size;
