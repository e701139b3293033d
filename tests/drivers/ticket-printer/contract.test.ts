import { until } from '../../support/until.ts';
import { benchByHand, benchOverTcp, type Bench, turnUntil } from './printer-bench.ts';
import { printerContract, type PrinterUnderTest } from './printer-contract.ts';

const handsOf = ({ simulator }: Bench): NonNullable<PrinterUnderTest['hands']> => ({
  emptyPaper: () => simulator.emptyPaper(),
  refillPaper: () => simulator.refillPaper(),
  runLow: () => simulator.paperRunsLow(),
  openCover: () => simulator.openCover(),
  closeCover: () => simulator.closeCover(),
});

for (const model of ['escpos-80', 'escpos-58'] as const) {
  printerContract(`(${model}) on a cable in memory`, async () => {
    const bench = await benchByHand(model);
    return {
      printer: bench.printer,
      slips: () => bench.simulator.slips().length,
      hands: handsOf(bench),
      async until(what, look) {
        for (let i = 0; i < 200 && !look(); i++) await bench.clock.turn(100);
        if (!look()) throw new Error(`did not come to pass within 20 s of the printer’s time: ${what}`);
      },
      wait: (promise) => turnUntil(bench.clock, promise),
      close: () => bench.close(),
    };
  });
}

printerContract('over TCP', async () => {
  const bench = await benchOverTcp();
  return {
    printer: bench.printer,
    slips: () => bench.simulator.slips().length,
    hands: handsOf(bench),
    until: async (what, look) => void (await until(what, look)),
    wait: (promise) => promise,
    close: () => bench.close(),
  };
});
