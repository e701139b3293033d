import { readFileSync } from 'node:fs';

type Frames = Readonly<Record<string, string>>;
const vectors = JSON.parse(readFileSync(new URL('../fixtures/idcard.json', import.meta.url), 'utf8')) as Readonly<
  Record<'requests' | 'statusReplies' | 'text256' | 'readBase' | 'newestAddress', Frames>
>;

/** The golden frames of tests/fixtures/idcard.json as bytes. */
const bytesOf = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'));
const all = (frames: Frames): Readonly<Record<string, Uint8Array>> =>
  Object.fromEntries(Object.entries(frames).map(([name, hex]) => [name, bytesOf(hex)]));

export const REQUESTS = all(vectors.requests);
export const STATUS_REPLIES = all(vectors.statusReplies);
export const BASE_TEXTS = all(vectors.text256);
export const READ_REPLIES = all(vectors.readBase);
export const ADDRESS_REPLIES = all(vectors.newestAddress);
export const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex').toUpperCase();
