import { expect, test } from 'vitest';
import { latestViews } from '../../../main/screen/screen-router.ts';
import { createDeskDouble } from '../../support/desk-double.ts';
import { settle } from '../../support/clock-by-hand.ts';

/** A screen that is slow to draw must not be shown the past. */
test('a slow screen skips to the newest View and misses nothing that still holds', async () => {
  const desk = createDeskDouble();
  const views = latestViews(desk);
  expect((await views.next()).value).toMatchObject({ revision: 1 });
  for (let i = 0; i < 10_000; i++) desk.show();
  expect((await views.next()).value).toMatchObject({ revision: 10_001 });
  const waiting = views.next();
  await settle();
  desk.show({ screen: { kind: 'choose-need' } });
  expect((await waiting).value).toMatchObject({ revision: 10_002, screen: { kind: 'choose-need' } });
  await views.return();
  expect(desk.watchers()).toBe(0);
});

test('a screen that hangs up while nothing happens is let go at once', async () => {
  const desk = createDeskDouble();
  const line = new AbortController();
  const views = latestViews(desk, line.signal);
  await views.next();
  const waiting = views.next();
  line.abort();
  expect(await waiting).toMatchObject({ done: true });
  expect(desk.watchers()).toBe(0);
});
