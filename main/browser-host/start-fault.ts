import { ConfigFault } from '../config/read-config.ts';

/** Why a program could not start, as one clear sentence (or one block, for a configuration) that says what to do. */
export function startFault(error: unknown): string {
  if (error instanceof ConfigFault) return error.message;
  const { code, path, port, address } = (error instanceof Error ? error : {}) as NodeJS.ErrnoException & {
    port?: number;
    address?: string;
  };
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port ?? '?'}${address ? ` of ${address}` : ''} is in use by another program; stop that one, or choose another port.`;
    case 'EADDRNOTAVAIL':
      return `This machine has no address ${address ?? '?'}; choose one that it has, or 127.0.0.1.`;
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return path
        ? `${path} can't be written by this user (${code}); give it the right to, or choose another folder.`
        : `Port ${port ?? '?'} may not be opened by this user (${code}); choose one above 1023.`;
    case 'ENOTDIR':
    case 'EEXIST':
      return `${path ?? 'The data folder'} is not a folder; choose another one.`;
    case 'ENOSPC':
      return 'The disk is full; make room, then start again.';
    default:
      return error instanceof Error ? `${error.message}${error.cause instanceof Error ? ` (${error.cause.message})` : ''}` : String(error);
  }
}
