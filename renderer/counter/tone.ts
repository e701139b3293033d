/**
 * Two short notes when somebody asks for help, soft enough for a hall. A browser lets a page sound only after somebody
 * has touched it: until then `locked` is true, and the first key or click opens it.
 */
export type Tone = {
  ring(): void;
  locked(): boolean;
  /** To be called from a key or a click; `then` is called once the page may sound. */
  unlock(then: () => void): void;
};

const NOTES_HZ = [659.3, 880];
const NOTE_S = 0.28;
const LOUDNESS = 0.16;

export function createTone(): Tone {
  let context: AudioContext | null = null;
  const sounding = (): AudioContext | null => {
    context ??= typeof AudioContext === 'undefined' ? null : new AudioContext();
    return context;
  };
  return {
    locked: () => sounding()?.state === 'suspended',
    unlock(then) {
      const audio = sounding();
      if (audio?.state === 'suspended') void audio.resume().then(then, () => undefined);
    },
    ring() {
      const audio = sounding();
      if (!audio || audio.state !== 'running') return;
      NOTES_HZ.forEach((hz, index) => {
        const from = audio.currentTime + index * NOTE_S;
        const note = audio.createOscillator();
        const loudness = audio.createGain();
        note.frequency.value = hz;
        loudness.gain.setValueAtTime(0, from);
        loudness.gain.linearRampToValueAtTime(LOUDNESS, from + 0.02);
        loudness.gain.exponentialRampToValueAtTime(0.001, from + NOTE_S);
        note.connect(loudness).connect(audio.destination);
        note.start(from);
        note.stop(from + NOTE_S);
      });
    },
  };
}
