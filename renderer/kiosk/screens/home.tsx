import { ArrowRight, Ticket } from 'lucide-react';
import type { Screen, Tile as TileName } from '../../../src/kiosk/view.ts';
import { HallPicture } from '../../parts/hall-picture.tsx';
import { Tile, TileGrid } from '../../parts/tile.tsx';
import { HallFacts } from '../hall-facts.tsx';
import { Stage } from '../stage.tsx';
import { sameIntent, t, useKiosk } from '../use-kiosk.ts';
import './home.css';

const ICONS: Record<TileName, typeof Ticket> = { 'take-ticket': Ticket };

/** What can be done here. A tile that is not built yet is not shown; one alone takes the room of all. */
export function Home({ tiles }: Extract<Screen, { kind: 'home' }>) {
  const { act, busy } = useKiosk();
  return (
    <div className="home">
      <Stage
        title={t('kiosk:home.title')}
        hint={t('kiosk:home.hint')}
        before={
          <div className="stage-band">
            <HallPicture shape="band" />
          </div>
        }
        tell={<HallFacts />}
      >
        <TileGrid>
          {tiles.map((tile) => (
            <Tile
              key={tile}
              icon={ICONS[tile]}
              go={ArrowRight}
              name={t(`kiosk:home.tile.${tile}.name`)}
              plain={t(`kiosk:home.tile.${tile}.plain`)}
              steps={t(`kiosk:home.steps.${tile}`, { returnObjects: true })}
              busy={sameIntent(busy, { kind: 'open-tile', tile })}
              onPress={() => act({ kind: 'open-tile', tile })}
            />
          ))}
        </TileGrid>
      </Stage>
    </div>
  );
}
