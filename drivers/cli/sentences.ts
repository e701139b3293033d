import { never } from '../../src/basics/result.ts';
import type { CardTrouble } from '../../src/devices/id-card-reader.ts';
import type { PrinterTrouble } from '../../src/devices/printer.ts';
import type { LinkTrouble } from '../link/link.ts';
import type { LinkFault } from '../link/parse-link.ts';

/** One sentence for the maintainer at the command line for each way to fail: what is so, and what to do. */
export const EXIT = {
  done: 0,
  usage: 2,
  link: 3,
  noCard: 4,
  card: 5,
  reader: 6,
  notPrinted: 7,
  printUnknown: 8,
  interrupted: 130,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
export type Failure = { readonly exit: ExitCode; readonly sentence: string };

export function linkFaultSentence(text: string, fault: LinkFault): string {
  switch (fault.kind) {
    case 'not-a-link':
      return `"${text}" is not a link; write it as ${fault.expected}.`;
    case 'baud-not-supported':
      return `The rate in "${text}" is not one that serial ports have; use one of ${fault.expected}.`;
    case 'port-out-of-range':
      return `The port in "${text}" is not a TCP port; use a number in ${fault.expected}.`;
    default:
      return never(fault.kind);
  }
}

export function linkTroubleSentence(link: string, trouble: LinkTrouble): string {
  const serial = link.startsWith('serial:');
  switch (trouble.kind) {
    case 'no-such-port':
      return serial
        ? `There is no port at ${link}; plug the device in, look for its port under /dev/serial/by-id (Windows: Device Manager), and name that one.`
        : `The host of ${link} is not known or not reachable; check the address and the network cable.`;
    case 'no-permission':
      return serial
        ? `This user may not open ${link}; add the user to the port's group (sudo usermod -aG dialout $USER), sign in again, and run this again.`
        : `This user may not connect to ${link}; ask whoever keeps this machine's firewall.`;
    case 'in-use':
      return `Another program has ${link} open; stop it (the kiosk itself uses this device while it runs) and run this again.`;
    case 'refused':
      return serial
        ? `${link} could not be opened as a serial port; check that the path names a serial port and that it knows this rate.`
        : `Nothing answers at ${link}; switch the device on, and check its address and port.`;
    case 'timed-out':
      return `${link} did not open in time; check that the device is switched on and its cable is plugged in at both ends.`;
    case 'lost':
      return `The connection over ${link} broke off; check the cable and run this again.`;
    default:
      return never(trouble);
  }
}

export function cardFailure(link: string, trouble: CardTrouble, waitSeconds: number): Failure {
  switch (trouble.kind) {
    case 'no-card':
      return {
        exit: EXIT.noCard,
        sentence: `No card was put on the reader within ${waitSeconds} s; put a card on it (lift one that lies there already) and run this again.`,
      };
    case 'cancelled':
      return { exit: EXIT.interrupted, sentence: 'Stopped before a card was read; run this again when you are ready.' };
    case 'card-moved':
      return {
        exit: EXIT.card,
        sentence: 'The card was moved before it was read; lift it, put it flat on the reader, leave it there, and run this again.',
      };
    case 'not-an-id-card':
      return { exit: EXIT.card, sentence: 'What lies on the reader is no ID card; put a resident ID card on it and run this again.' };
    case 'unsupported-card':
      return { exit: EXIT.card, sentence: `This is ${kindOfMarker(trouble.marker)}, which cannot be read yet; use a resident ID card.` };
    case 'card-not-proven':
      return {
        exit: EXIT.card,
        sentence:
          'The card and the reader did not accept each other; try another card, and if that works have this one looked at by the staff.',
      };
    case 'card-unreadable':
      return {
        exit: EXIT.card,
        sentence: `The card's ${FIELD_NAMES[trouble.field] ?? trouble.field} cannot be right; do not use what this card says, have it looked at by the staff.`,
      };
    case 'reader-garbled':
      return {
        exit: EXIT.reader,
        sentence: `What comes over ${link} is not the language of this reader; check the rate (115200 is usual, old boards use 9600), the model and the cable.`,
      };
    case 'reader-not-answering':
      return {
        exit: EXIT.reader,
        sentence: `The reader at ${link} does not answer; check its power and cable, and that the link and its rate are the reader's.`,
      };
    case 'reader-out-of-order':
      return {
        exit: EXIT.reader,
        sentence: `The reader says that it is out of order (status ${trouble.status}); switch it off and on, and if it says so again have it repaired.`,
      };
    default:
      return never(trouble);
  }
}

export function printerSentence(link: string, trouble: PrinterTrouble): string {
  switch (trouble.kind) {
    case 'out-of-paper':
      return 'the printer is out of paper; put in a new roll';
    case 'cover-open':
      return 'the cover is open; press it shut until it clicks';
    case 'cutter-jam':
      return 'the cutter is jammed; switch the printer off, take out the paper that is stuck, and switch it on';
    case 'offline':
      return 'the printer is off-line; press its feed or on-line key';
    case 'not-answering':
      return `the printer at ${link} does not answer; check its power and cable, and that the link is the printer's`;
    case 'link-lost':
      return `the connection over ${link} broke off; check the cable and the power`;
    case 'process-lost':
      return 'the program was stopped; run this again';
    default:
      return never(trouble);
  }
}

const FIELD_NAMES: Readonly<Record<string, string>> = {
  name: 'name',
  sex: 'sex',
  ethnic: 'ethnic group',
  birth: 'date of birth',
  address: 'address',
  idNumber: 'number (its check digit)',
  issuer: 'issuing authority',
  validFrom: 'first day of validity',
  validTo: 'last day of validity',
  marker: 'kind',
  text: 'text',
};

const kindOfMarker = (marker: string): string => {
  if (marker === 'J') return 'a residence permit for Hong Kong, Macao and Taiwan residents';
  if (marker === 'I' || marker === 'Y') return "a foreigner's permanent resident card";
  return 'a card of an unknown kind';
};
