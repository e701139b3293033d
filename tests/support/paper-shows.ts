import type { Browser } from 'playwright';
import { layOut } from '../../drivers/ticket-printer/escpos/commands.ts';
import { loadPaperFont } from '../../drivers/ticket-printer/escpos/font.ts';
import { PRINTER_MODELS } from '../../drivers/ticket-printer/escpos/models.ts';
import type { OneBit } from '../../drivers/ticket-printer/escpos/raster.ts';
import type { PaperBlock } from '../../src/devices/paper.ts';

/**
 * What is drawn on a slip has no letters to read back: whether it is there is seen by laying the same words' drawing
 * over the paper, dot by dot.
 */
const MODEL = PRINTER_MODELS['escpos-80'];

/** The stripe in which these words are drawn on the demo's printer, when they stand in this block of a slip. */
export function stripeOf(says: string, blocks: readonly PaperBlock[]): OneBit {
  const stripe = layOut({ title: '', blocks: [...blocks] }, MODEL, loadPaperFont()).find(
    (command) => command.do === 'raster' && command.says.includes(says),
  );
  if (stripe?.do !== 'raster') throw new Error(`“${says}” would be printed as text, not drawn`);
  return stripe.image;
}
export const numberStripe = (label: string): OneBit => stripeOf(label, [{ kind: 'number', text: label }]);

/** Whether a stripe lies somewhere on the paper; `png` as the dock shows a slip. */
export async function paperShows(browser: Browser, png: Uint8Array, stripe: OneBit): Promise<boolean> {
  const page = await browser.newPage();
  try {
    return await page.evaluate(
      async ({ url, bytes, widthDots, heightDots }) => {
        const image = await createImageBitmap(await (await fetch(url)).blob());
        const canvas = new OffscreenCanvas(image.width, image.height).getContext('2d')!;
        canvas.drawImage(image, 0, 0);
        const { data } = canvas.getImageData(0, 0, image.width, image.height);
        const inked = (x: number, y: number): boolean => data[4 * (y * image.width + x) + 1]! < 128;
        const wanted = (x: number, y: number): boolean => (bytes[y * (widthDots / 8) + (x >> 3)]! & (0x80 >> (x & 7))) !== 0;
        const rowFits = (top: number, y: number): boolean => {
          for (let x = 0; x < Math.min(widthDots, image.width); x++) if (inked(x, top + y) !== wanted(x, y)) return false;
          return true;
        };
        for (let top = 0; top + heightDots <= image.height; top++) {
          let y = 0;
          while (y < heightDots && rowFits(top, y)) y++;
          if (y === heightDots) return true;
        }
        return false;
      },
      {
        url: `data:image/png;base64,${Buffer.from(png).toString('base64')}`,
        bytes: [...stripe.bytes],
        widthDots: stripe.widthDots,
        heightDots: stripe.heightDots,
      },
    );
  } finally {
    await page.close();
  }
}
