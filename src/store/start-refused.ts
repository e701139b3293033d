/** The store (or what it needs) cannot be used as it is. The message is a sentence for the operator: what, and what to do. */
export class StartRefused extends Error {
  constructor(sentence: string) {
    super(sentence);
    this.name = 'StartRefused';
  }
}
