import { z } from 'zod';

/**
 * To be imported before anything that makes a schema: zod would otherwise try, once, to make code from a string, which
 * the pages' policy forbids and reports.
 */
z.config({ jitless: true });
