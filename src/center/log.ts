import { pino } from 'pino';
import { LOG_EVENTS, safeField, type Log, type LogEventName, type LogFields } from '../domain/log-events.ts';

/** The center's log: one JSON object a line on stderr, events of the closed list only, each field a plain word or figure. */
export function createLog(write: (line: string) => void): Log {
  const logger = pino(
    {
      base: null,
      messageKey: 'says',
      timestamp: () => `,"at":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
    },
    { write },
  );
  return <E extends LogEventName>(name: E, fields: LogFields<E>): void => {
    const event = LOG_EVENTS[name];
    const safe = Object.fromEntries(
      Object.entries(fields).flatMap(([key, value]) =>
        key in event.fields && (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'string')
          ? [[key, safeField(value)]]
          : [],
      ),
    );
    logger[event.level]({ event: name, ...safe }, event.says);
  };
}
