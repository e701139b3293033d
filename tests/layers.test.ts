import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CONFIGURATION, IMPORT_TABLE, PURE_ROOMS, TOOLS } from './layers/import-table.ts';
import { filesBelow, importsOf, isCode, root, textOf, withoutComments } from './layers/source-files.ts';

/** The house's walls: who may read whom, what each package is there for, and where time and chance may come from. */
const rooms = Object.keys(IMPORT_TABLE).toSorted((a, b) => b.length - a.length);
const roomOf = (path: string): string | undefined => rooms.find((room) => path === room || path.startsWith(`${room}/`));

const files = ['src', 'main', 'drivers', 'renderer', 'tests'].flatMap(filesBelow);
const code = files.filter((file) => isCode(file) || file.endsWith('.css'));
const uses = code.flatMap((file) => importsOf(file).map((found) => ({ file, ...found })));
const manifest: unknown = JSON.parse(textOf('package.json'));
const declared = (['dependencies', 'devDependencies', 'optionalDependencies'] as const).flatMap((kind) =>
  Object.keys((manifest as Record<typeof kind, Record<string, string>>)[kind]),
);

describe('the law of imports', () => {
  test('every file of the product stands in a room of the table', () => {
    expect(code.filter((file) => roomOf(file) === undefined)).toEqual([]);
  });

  test('no file reads a room or a package that its row does not name', () => {
    const faults = uses.flatMap(({ file, spec, target }) => {
      const room = roomOf(file);
      const row = room === undefined ? undefined : IMPORT_TABLE[room];
      if (row === undefined || room === undefined) return [];
      if (!spec.startsWith('.')) return row.packages.includes(target) ? [] : [`${file}: ${room} may not use ${target}`];
      const other = roomOf(target);
      if (room === 'tests' && !target.startsWith('..')) return [];
      if (other === undefined)
        return target.startsWith('node_modules/') || target.startsWith('dist') ? [] : [`${file}: ${spec} is in no room`];
      return other === room || row.rooms.includes(other) ? [] : [`${file}: ${room} may not read ${other} (${spec})`];
    });
    expect(faults).toEqual([]);
  });

  test('no row names what its room no longer uses', () => {
    const used = new Set(uses.flatMap(({ file, spec, target }) => [`${roomOf(file)} ${spec.startsWith('.') ? roomOf(target) : target}`]));
    const stale = Object.entries(IMPORT_TABLE).flatMap(([room, row]) =>
      [...row.rooms, ...row.packages]
        .filter((target) => !used.has(`${room} ${target}`))
        .map((target) => `${room} no longer uses ${target}`),
    );
    expect(stale).toEqual([]);
  });

  test('nobody reads main but itself, nobody reads renderer or the center but themselves, and no driver reads another', () => {
    const faults = Object.entries(IMPORT_TABLE).flatMap(([room, row]) =>
      row.rooms
        .filter((other) => {
          if (room === 'tests') return false;
          const [top] = room.split('/');
          const [otherTop] = other.split('/');
          if (otherTop === 'main' || otherTop === 'renderer') return top !== otherTop;
          if (other === 'src/center') return true;
          if (otherTop === 'drivers') return top === 'src' || top === 'renderer';
          if (top === 'src') return otherTop !== 'src';
          return false;
        })
        .map((other) => `${room} → ${other}`),
    );
    const kinds = Object.keys(IMPORT_TABLE).filter((room) => /^drivers\/(?!link$|cli$)/.test(room));
    const crossings = kinds.flatMap((room) =>
      IMPORT_TABLE[room]!.rooms.filter((other) => kinds.includes(other)).map((other) => `${room} → ${other}`),
    );
    expect([...faults, ...crossings]).toEqual([]);
  });

  test('pure rooms read pure rooms only, and none of Node', () => {
    const faults = PURE_ROOMS.flatMap((room) => {
      const row = IMPORT_TABLE[room]!;
      return [
        ...row.rooms.filter((other) => !(PURE_ROOMS as readonly string[]).includes(other)),
        ...row.packages.filter((name) => name === 'node:'),
      ].map((other) => `${room} → ${other}`);
    });
    expect(faults).toEqual([]);
  });

  test('only drivers/link touches the ports of the machine', () => {
    const faults = uses.filter(
      ({ file, target }) =>
        ['serialport', 'node-hid', 'usb'].includes(target) && !file.startsWith('drivers/link/') && !file.startsWith('tests/'),
    );
    expect(faults).toEqual([]);
  });

  test('only main/main.ts and the preload touch Electron; others know its types at most', () => {
    const faults = code
      .filter((file) => file !== 'main/main.ts' && file !== 'main/electron/preload.cjs' && !file.startsWith('tests/'))
      .filter((file) =>
        /(?:import|export)\s+(?!type\b)[^'"]*from\s*['"]electron['"]|require\(['"]electron['"]\)/.test(withoutComments(textOf(file))),
      );
    expect(faults).toEqual([]);
  });
});

describe('packages', () => {
  test('each declared package has a home: a room that uses it, or a reason among the tools', () => {
    const imported = new Set(uses.map((use) => use.target));
    const configured = new Set(CONFIGURATION.flatMap((file) => importsOf(file).map((found) => found.target)));
    const homeless = declared.filter((name) => !imported.has(name) && !configured.has(name) && !(name in TOOLS));
    expect(homeless).toEqual([]);
  });

  test('no tool is listed that is not declared, or that has a home by now', () => {
    const imported = new Set(uses.map((use) => use.target));
    expect(Object.keys(TOOLS).filter((name) => !declared.includes(name) || imported.has(name))).toEqual([]);
  });

  test('nothing is imported that package.json does not declare', () => {
    const undeclared = uses.filter(
      ({ spec, target }) => !spec.startsWith('.') && target !== 'node:' && !declared.includes(target) && !target.startsWith('virtual:'),
    );
    expect(undeclared).toEqual([]);
  });

  test('what runs in a terminal is declared under dependencies, not among the tools of development', () => {
    const shipped = Object.keys((manifest as { dependencies: Record<string, string> }).dependencies);
    const faults = uses.filter(
      ({ file, spec, target }) =>
        /^(src|main|drivers)\//.test(file) &&
        !/^main\/(setup|demo)\//.test(file) &&
        !spec.startsWith('.') &&
        !['node:', 'electron'].includes(target) &&
        !shipped.includes(target),
    );
    expect(faults).toEqual([]);
  });
});

describe('time and chance are handed in', () => {
  const AMBIENT: readonly (readonly [RegExp, string])[] = [
    [/\bDate\.now\b|\bnew Date\(\s*\)|(?<!new )\bDate\(\s*\)|\bperformance\.now\b/, 'the time'],
    [/\bMath\.random\b|\brandomUUID\b|\bgetRandomValues\b|\brandomBytes\b/, 'chance'],
    [/\b(setTimeout|setInterval|setImmediate|queueMicrotask|requestAnimationFrame)\s*\(/, 'a timer'],
    [/\bprocess\.|\bfetch\(|\bglobalThis\.|\bwindow\.|\bdocument\./, 'the machine'],
    [/^(?:export )?let\s/m, 'state of a module'],
  ];
  test('no pure room takes them from the air', () => {
    const faults = code
      .filter((file) => (PURE_ROOMS as readonly string[]).includes(roomOf(file) ?? ''))
      .flatMap((file) => {
        const text = withoutComments(textOf(file));
        return AMBIENT.filter(([pattern]) => pattern.test(text)).map(([, what]) => `${file}: ${what}`);
      });
    expect(faults).toEqual([]);
  });
});

describe('the compiler sees everything', () => {
  const zones = (JSON.parse(textOf('tsconfig.json')) as { references: { path: string }[] }).references.map(({ path }) =>
    path.replace(/^\.\//, ''),
  );

  test('each TypeScript file belongs to exactly one zone', () => {
    const counts = new Map<string, number>();
    for (const zone of zones) for (const file of filesOfZone(zone)) counts.set(file, (counts.get(file) ?? 0) + 1);
    const wanted = files.filter((file) => /\.tsx?$/.test(file));
    expect(wanted.filter((file) => counts.get(file) !== 1).map((file) => `${file}: ${counts.get(file) ?? 0}`)).toEqual([]);
  });

  test('each tsconfig is built by `tsc --build`', () => {
    const paths = zones.map((zone) => (zone.endsWith('.json') ? zone : `${zone}/tsconfig.json`));
    expect(files.filter((file) => /(^|\/)tsconfig[^/]*\.json$/.test(file)).toSorted()).toEqual(paths.toSorted());
  });

  function filesOfZone(zone: string): string[] {
    const config = zone.endsWith('.json') ? zone : `${zone}/tsconfig.json`;
    expect(existsSync(join(root, config))).toBe(true);
    const shown = execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '--showConfig', '-p', config], {
      cwd: root,
      encoding: 'utf8',
    });
    const folder = config.slice(0, config.lastIndexOf('/'));
    return (JSON.parse(shown) as { files: string[] }).files.map((file) => join(folder, file).replaceAll('\\', '/'));
  }
});
