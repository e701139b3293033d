import { z } from 'zod';

/** What the dock's page knows of the demo, parsed as it arrives. main/demo/dock-api.ts says it on the other side. */
const accountSchema = z.object({ id: z.string(), name: z.string(), password: z.string() });
const pid = z.number().int().nullable();

export const dockStateSchema = z.object({
  host: z.enum(['electron', 'browser', 'none']),
  urls: z.object({ kiosk: z.string(), counter: z.string(), display: z.string(), center: z.string() }),
  accounts: z.object({ counter: z.array(accountSchema), center: z.array(accountSchema) }),
  persons: z.array(z.object({ key: z.string(), label: z.string(), note: z.string() })),
  reader: z.object({ card: z.string().nullable(), fault: z.enum(['silent', 'garbage', 'pull-out', 'half-frame']).nullable() }),
  printer: z.object({
    paper: z.enum(['enough', 'low', 'out']),
    cover: z.enum(['open', 'closed']),
    fault: z.enum(['silent', 'silent-mid-slip', 'offline', 'cutter-jam', 'cut-mid-slip', 'paper-ends-mid-slip', 'unplugged']).nullable(),
    waitingBytes: z.number(),
  }),
  slips: z.array(z.object({ number: z.number(), cut: z.boolean(), text: z.array(z.string()) })),
  network: z.object({ state: z.enum(['whole', 'cut', 'no-answer', 'errors', 'replies-lost']), repliesLost: z.number() }),
  center: z.object({ pid }),
  kiosk: z.object({ pid, devices: pid, screen: pid }),
});
export type DockState = z.infer<typeof dockStateSchema>;

export const answerSchema = z.object({ ok: z.boolean(), sentence: z.string().optional() });
