import { firstLight } from './0001-first-light.ts';
import type { Migration } from './migration.ts';

/** All of them, in order, numbered from 1 without a gap. */
export const MIGRATIONS: readonly Migration[] = [firstLight];
