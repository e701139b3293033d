/** Draws a name in a process of its own, where a test can hide the machine's fonts. */
import { layOut } from '../../../drivers/ticket-printer/escpos/commands.ts';
import { PRINTER_MODELS } from '../../../drivers/ticket-printer/escpos/models.ts';
import { font, hex, slip } from './sample-slips.ts';

const [line] = layOut(slip([{ kind: 'text', text: process.argv[2] ?? '' }]), PRINTER_MODELS['escpos-80'], font);
process.stdout.write(line?.do === 'raster' ? hex(line.image.bytes) : 'not drawn');
