import './device-picture.css';

/**
 * A line drawing of this terminal's front: the screen's lower edge, the reading place on the left, the slip's slot on
 * the right. What is to happen moves gently; the words beside it say the same.
 */
export type DeviceScene = 'put-card' | 'reading' | 'take-card' | 'take-slip' | 'take-both' | 'trouble';

export function DevicePicture({ scene }: { readonly scene: DeviceScene }) {
  const card = scene !== 'take-slip';
  const slip = scene === 'take-slip' || scene === 'take-both';
  return (
    <svg className={`device-picture device-picture-${scene}`} viewBox="0 0 320 208" aria-hidden>
      {/* The machine */}
      <path className="device-picture-body" d="M24 8h272a8 8 0 0 1 8 8v124a12 12 0 0 1-12 12H28a12 12 0 0 1-12-12V16a8 8 0 0 1 8-8z" />
      <path className="device-picture-glass" d="M34 -6h252v44a6 6 0 0 1-6 6H40a6 6 0 0 1-6-6z" />
      <path className="device-picture-thin" d="M120 24h80" />
      {/* The reading place */}
      <rect className={`device-picture-place ${card ? 'device-picture-lit' : ''}`} x="46" y="62" width="104" height="70" rx="8" />
      <path className="device-picture-thin" d="M90 108c5-5 11-5 16 0M84 101c9-9 19-9 28 0M78 94c13-13 27-13 40 0" />
      {/* The slot */}
      <rect className={`device-picture-slot ${slip ? 'device-picture-slot-lit' : ''}`} x="194" y="84" width="84" height="12" rx="6" />
      {slip && (
        <g className="device-picture-slip">
          <path className="device-picture-sheet" d="M204 90h64v92l-8 -5-8 5-8-5-8 5-8-5-8 5-8-5-8 5z" />
          <path className="device-picture-ink" d="M222 112h28M214 134h44M214 146h44M214 158h30" />
        </g>
      )}
      {card && (
        <g className="device-picture-card">
          <rect className="device-picture-sheet" x="56" y="69" width="84" height="54" rx="6" />
          <path className="device-picture-ink" d="M66 83h28M66 94h34M66 105h22" />
          <circle className="device-picture-ink" cx="120" cy="88" r="7" />
          <path className="device-picture-ink" d="M107 112c1-9 6-13 13-13s12 4 13 13" />
        </g>
      )}
      {scene === 'reading' && <path className="device-picture-beam" d="M52 72h92" />}
      {scene === 'put-card' && <path className="device-picture-arrow" d="M98 200v-34M86 178l12-12 12 12" />}
      {(scene === 'take-card' || scene === 'take-both') && <path className="device-picture-arrow" d="M98 164v34M86 186l12 12 12-12" />}
    </svg>
  );
}
