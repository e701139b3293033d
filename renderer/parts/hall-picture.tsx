import { useId } from 'react';
import './hall-picture.css';

/**
 * The house's picture: a canal with its stone bridge, whose arch and reflection close to a circle. Through a moon
 * window where nobody is being served, as a band where somebody is: bridge, sun and boat whole however low the band,
 * with more of the banks at the sides. Drawn in the theme's own colours; it tells nothing
 * that is not also said in words.
 */
export function HallPicture({ shape = 'moon', asleep = false }: { readonly shape?: 'moon' | 'band'; readonly asleep?: boolean }) {
  const clip = useId();
  const moon = shape === 'moon';
  return (
    <svg
      className={`hall-picture hall-picture-${shape} ${asleep ? 'hall-picture-asleep' : ''}`}
      viewBox={moon ? '0 0 400 400' : '8 80 384 240'}
      aria-hidden
    >
      <clipPath id={`${clip}-window`}>
        <circle cx="200" cy="200" r="182" />
      </clipPath>
      <clipPath id={`${clip}-water`}>
        <rect x="-400" y="262" width="1200" height="240" />
      </clipPath>
      <g clipPath={moon ? `url(#${clip}-window)` : undefined}>
        <rect className="hall-picture-sky" x="-400" y="-100" width="1200" height="600" />
        <circle className="hall-picture-sun" cx="296" cy="124" r="27" />
        <path
          className="hall-picture-far"
          d="M-400 236c80-40 160-44 220-20 70 28 120 24 180 6 34-28 62-44 92-40 34 5 46 36 82 34 40-2 58-58 104-60 44-2 76 34 122 62 90 40 160-40 240-36 60 4 100 30 160 54v40H-400z"
        />
        <path
          className="hall-picture-near"
          d="M-400 252c90-30 190-30 280-16 50 8 90 16 120 10 40-10 60-34 98-30 36 4 52 26 92 28 50 3 82-34 128-32 34 2 58 20 82 32 90 20 200-34 400-2v24H-400z"
        />
        <rect className="hall-picture-water" x="-400" y="262" width="1200" height="240" />
        <g className="hall-picture-reflection" clipPath={`url(#${clip}-water)`}>
          <path d={BRIDGE} transform="matrix(1 0 0 -1 0 524)" fillRule="evenodd" />
        </g>
        <path className="hall-picture-ripples" d={RIPPLES} />
        <path className="hall-picture-bridge" d={BRIDGE} fillRule="evenodd" />
        <path className="hall-picture-rail" d="M-400 248H-4C76 244 118 178 200 176c82 2 124 68 204 72h396" />
        <path
          className="hall-picture-rail"
          d="M40 240v16M74 226v16M108 206v16M140 189v16M171 179v15M200 176v15M229 179v15M260 189v16M292 206v16M326 226v16M360 240v16"
        />
        <path
          className="hall-picture-boat"
          transform="translate(-38 10)"
          d="M300 288c14 5 42 5 58-1-4 9-10 12-16 12h-26c-7 0-13-4-16-11zM316 289v-9c7-6 18-6 25 0v9"
        />
      </g>
      {moon && <circle className="hall-picture-frame" cx="200" cy="200" r="193" />}
    </svg>
  );
}

/** The hump of the bridge less its arch, standing on the water at y 262. */
const BRIDGE = 'M-400 262c0 0 380 0 404 0 82-4 118-66 196-68 78 2 114 64 196 68h404zM148 262a52 52 0 0 1 104 0z';
const RIPPLES =
  'M-90 284h120M34 284h66M146 284h108M404 284h90M74 302h52M176 302h76M-40 310h60M400 306h80M120 320h58M214 320h60M310 318h50M96 338h70M222 338h44M150 356h100';
