/** Why the demo can't start, as one clear sentence for the terminal; start.ts prints it and exits with 1. */
export class Sentence extends Error {
  constructor(sentence: string) {
    super(sentence);
    this.name = 'Sentence';
  }
}
