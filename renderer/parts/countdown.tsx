import './countdown.css';

/** Seconds left, as a figure and as a ring that empties. The figure is the message; the ring is there to be seen. */
export function Countdown({ secondsLeft, of, unit }: { readonly secondsLeft: number; readonly of: number; readonly unit: string }) {
  const left = Math.min(1, Math.max(0, secondsLeft / of));
  return (
    <div className="countdown" role="timer">
      <svg className="countdown-ring" viewBox="0 0 100 100" aria-hidden>
        <circle className="countdown-track" cx="50" cy="50" r="45" />
        <circle
          className="countdown-left"
          cx="50"
          cy="50"
          r="45"
          pathLength={1}
          strokeDasharray={`${left} 1`}
          transform="rotate(-90 50 50)"
        />
      </svg>
      <span className="countdown-figure keep">
        <span className="countdown-number">{secondsLeft}</span>
        {unit}
      </span>
    </div>
  );
}
