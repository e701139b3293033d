/**
 * The log is a closed list of events with typed fields, so that it cannot print a person: no field is free text.
 * `says` is the sentence for the operator. Begun/ended pairs share their stem.
 */
type Field = number | boolean | 'id' | 'word';

const event = <const F extends Record<string, Field>>(level: 'info' | 'warn' | 'error', says: string, fields: F) => ({
  level,
  says,
  fields,
});

/** Field types by example: 0 a number, true a flag, 'id' an id minted by us, 'word' a word of a closed union. */
export const LOG_EVENTS = {
  'kiosk.starting': event('info', 'The kiosk process begins to start.', { terminal: 'id' }),
  'kiosk.started': event('info', 'The kiosk is ready for residents.', { terminal: 'id', tookMs: 0 }),
  'kiosk.stopping': event('info', 'The kiosk was asked to stop.', {}),
  'kiosk.stopped': event('info', 'The kiosk has stopped; everything is saved.', {}),
  'kiosk.broken': event('error', 'A broken invariant ended the visit; the next one starts fresh.', { where: 'word' }),
  'store.opened': event('info', 'The store is open, and its pragmas were read back.', { sqlite: 'word', synchronous: 0 }),
  'store.refused': event('error', 'The store saved nothing.', { reason: 'word' }),
  'store.damaged': event('error', 'A stored value could not be read; it is kept apart as it was found.', {
    source: 'word',
    reason: 'word',
  }),
  'visit.begun': event('info', 'Somebody touched the screen.', { visit: 'id' }),
  'visit.ended': event('info', 'The visit is over and wiped.', { visit: 'id', by: 'word' }),
  'ticket.issued': event('info', 'A ticket was saved.', { ticket: 'id' }),
  'ticket.refused': event('warn', 'A ticket could not be given.', { reason: 'word' }),
  'print.begun': event('info', 'A slip goes to the printer.', { job: 'id' }),
  'print.ended': event('info', 'The printer has answered, or has not.', { job: 'id', outcome: 'word' }),
  'card.asked': event('info', 'A resident agreed to have the card read.', { visit: 'id' }),
  'card.ended': event('info', 'The reading of a card has ended.', { visit: 'id', outcome: 'word' }),
  'device.state': event('info', 'A device changed its state.', { device: 'word', state: 'word', trouble: 'word' }),
  'devices.process-lost': event('error', 'The device process ended by itself or hung; it is started again.', { restarts: 0 }),
  'screen.joined': event('info', 'A screen has connected.', {}),
  'screen.left': event('info', 'The screen has gone.', {}),
  'screen.refused': event('warn', 'Somebody else tried to be the screen.', { why: 'word' }),
  'screen.reloaded': event('warn', 'The screen was silent and is started again.', { why: 'word' }),
  'sync.sent': event('info', 'The center has acknowledged.', { through: 0, messages: 0 }),
  'sync.failed': event('warn', 'The center was not reached, or refused; the messages stay here.', { reason: 'word', waitMs: 0 }),
  'counter.signed-in': event('info', 'Somebody signed in at a counter.', { account: 'id' }),
  'counter.refused': event('warn', 'Sign-ins were refused: so many for this reason since the last such line.', {
    reason: 'word',
    count: 0,
  }),
  'counter.failed': event('error', 'A request of a counter or a display could not be answered.', { where: 'word' }),
  'help.rung': event('info', 'A resident asks for help.', { help: 'id' }),
  'help.heard': event('info', 'A member of staff is coming.', { help: 'id' }),
  'center.starting': event('info', 'The center begins to start.', {}),
  'center.started': event('info', 'The center is ready.', { database: 'word', tookMs: 0 }),
  'center.batch': event('info', 'A batch from a terminal is committed.', { terminal: 'id', messages: 0, through: 0 }),
  'center.batch-refused': event('warn', 'A batch from a terminal was refused.', { terminal: 'id', reason: 'word' }),
  'center.signed-in': event('info', 'Somebody signed in to the console.', { account: 'id' }),
  'center.sign-in-refused': event('warn', 'Sign-ins to the console were refused: so many for this reason since the last such line.', {
    reason: 'word',
    count: 0,
  }),
  'center.row-security-off': event('warn', 'The database user is a superuser: the walls between halls rest on the queries alone.', {}),
  'center.stopping': event('info', 'The center was asked to stop.', {}),
  'center.stopped': event('info', 'The center has stopped; everything is saved.', {}),
  'center.failed': event('error', 'A request could not be answered.', { where: 'word' }),
} as const;

type FieldValue<F> = F extends number ? number : F extends boolean ? boolean : string;
export type LogEventName = keyof typeof LOG_EVENTS;
export type LogFields<E extends LogEventName> = {
  readonly [K in keyof (typeof LOG_EVENTS)[E]['fields']]: FieldValue<(typeof LOG_EVENTS)[E]['fields'][K]>;
};

export type Log = <E extends LogEventName>(event: E, fields: LogFields<E>) => void;

/** A 'word' or 'id' in the log is short and plain; anything else is withheld, whoever passed it. */
export const LOG_WORD = /^[A-Za-z0-9_.:-]{1,64}$/;
export const safeField = (value: number | boolean | string): number | boolean | string =>
  typeof value !== 'string' || (LOG_WORD.test(value) && !/\d{15}/.test(value)) ? value : '(withheld)';
