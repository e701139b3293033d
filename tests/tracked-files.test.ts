import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { filesBelow, root, textOf, withoutComments } from './layers/source-files.ts';

/** What a reader of the repository does not have may not be spoken of in it. The patterns are in pieces, or they would find themselves. */
const TEXT = /\.(ts|tsx|mjs|cjs|js|json|md|yml|yaml|html|css|sql|txt|svg)$|(^|\/)(\.ci\/run|\.npmrc|\.gitignore|LICENSE)$/;
const files = filesBelow('').filter((file) => TEXT.test(file) && file !== 'package-lock.json');

const STRANGE: readonly (readonly [RegExp, string])[] = [
  [new RegExp(['\\.\\./', 'shared\\b'].join('')), 'a folder outside the repository'],
  [new RegExp(['(^|[\\s\'"`(=])/', '(work|root|home|Users)/\\w'].join('')), "a path of somebody's machine"],
  [new RegExp(['(^|[\\s\'"`(=])/', 'tmp/\\w'].join('')), "a path of somebody's machine"],
  [new RegExp(['[A-Z]:\\\\\\\\?', 'Users\\b'].join('')), "a path of somebody's machine"],
  [new RegExp(['registry\\.', '(npmjs|npmmirror|yarnpkg)|deb\\.', 'debian\\.org'].join('')), 'a host of a package registry'],
];

describe('every file of the repository', () => {
  test('speaks only of what is in the repository', () => {
    const faults = files.flatMap((file) =>
      textOf(file)
        .split('\n')
        .flatMap((line, i) =>
          STRANGE.filter(([pattern]) => pattern.test(line)).map(([, what]) => `${file}:${i + 1}: ${what}: ${line.trim().slice(0, 80)}`),
        ),
    );
    expect(faults).toEqual([]);
    expect(files.length).toBeGreaterThan(50);
  });

  test('has no test switched off or left alone, and no hole in its types', () => {
    const off = new RegExp(['\\b(?:it|test|describe)\\.', '(?:only|skip|todo|fails)\\b|\\bx(?:it|test|describe)\\('].join(''));
    const holes = new RegExp(['\\bas ', 'any\\b'].join(''));
    const silenced = new RegExp(['@ts-', '(?:ignore|nocheck|expect-error)\\b'].join(''));
    const faults = files
      .filter((file) => /\.(ts|tsx)$/.test(file) && !file.endsWith('.d.ts'))
      .flatMap((file) => {
        const text = textOf(file);
        return [
          ...(off.test(text) ? [`${file}: a test is switched off`] : []),
          ...(holes.test(withoutComments(text)) || silenced.test(text) ? [`${file}: a hole in the types`] : []),
        ];
      });
    expect(faults).toEqual([]);
  });
});

describe('the documents', () => {
  const documents = files.filter((file) => file.endsWith('.md'));
  test('name no file of the repository that is not there', () => {
    const missing = documents.flatMap((document) =>
      [...textOf(document).matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)]
        .map((match) => match[1]!)
        .filter((target) => !existsSync(join(root, dirname(document), target)))
        .map((target) => `${document}: ${target}`),
    );
    expect(missing).toEqual([]);
  });

  test('name no npm script that is not there', () => {
    const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> };
    const unknown = documents.flatMap((document) =>
      [...textOf(document).matchAll(/npm run ([a-z]+)/g)].map((match) => match[1]!).filter((name) => !(name in scripts)),
    );
    expect(unknown).toEqual([]);
  });
});
