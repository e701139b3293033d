/** Set-up can't go on; the message is the one sentence that says what to do. */
export class SetupFault extends Error {
  name = 'SetupFault';
}
