import type { Result } from '../../src/basics/result.ts';

/**
 * A link carries bytes to one device and back: serial, TCP, memory (HID and USB follow). It knows nothing of frames.
 * Whatever ends it is told once, by `onLost`; after that `write` answers `lost`.
 */
export type LinkTrouble =
  | { readonly kind: 'no-such-port' }
  | { readonly kind: 'no-permission' }
  | { readonly kind: 'in-use' }
  | { readonly kind: 'refused' }
  | { readonly kind: 'timed-out' }
  | { readonly kind: 'lost' };

export interface Link {
  /** Resolves when the bytes have left this program (drained), or with the trouble; never later than its time-out. */
  write(bytes: Uint8Array): Promise<Result<void, LinkTrouble>>;
  onBytes(listener: (bytes: Uint8Array) => void): () => void;
  onLost(listener: (trouble: LinkTrouble) => void): () => void;
  close(): Promise<void>;
}

export type OpenLink = () => Promise<Result<Link, LinkTrouble>>;
