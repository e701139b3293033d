import type { Screen } from '../../src/kiosk/view.ts';
import { Foot } from './foot.tsx';
import { Head } from './head.tsx';
import { IdleWarning } from './idle-warning.tsx';
import { CardReading, CardTrouble, CardWait } from './screens/card-at-reader.tsx';
import { CardNotice } from './screens/card-notice.tsx';
import { CardRead } from './screens/card-read.tsx';
import { ChooseNeed } from './screens/choose-need.tsx';
import { ConfirmTicket } from './screens/confirm-ticket.tsx';
import { Goodbye, Issuing, Sorry } from './screens/endings.tsx';
import { Home } from './screens/home.tsx';
import { Attract, Closed } from './screens/resting.tsx';
import { TicketScreen } from './screens/ticket-screen.tsx';
import { useKiosk } from './use-kiosk.ts';

/** One visit: the frame that stays, and the one screen of the moment. Unmounted with the visit, with all it holds. */
export function Visit() {
  const { screen, visitId } = useKiosk().view;
  const resting = screen.kind === 'attract' || screen.kind === 'closed';
  return (
    <div className={`kiosk kiosk-${screen.kind}`} data-screen={screen.kind} data-visit={visitId}>
      {!resting && <Head />}
      <Current screen={screen} key={screen.kind} />
      <Foot />
      <IdleWarning />
    </div>
  );
}

function Current({ screen }: { readonly screen: Screen }) {
  switch (screen.kind) {
    case 'attract':
      return <Attract />;
    case 'closed':
      return <Closed {...screen} />;
    case 'home':
      return <Home {...screen} />;
    case 'choose-need':
      return <ChooseNeed />;
    case 'confirm-ticket':
      return <ConfirmTicket {...screen} />;
    case 'card-notice':
      return <CardNotice />;
    case 'card-wait':
      return <CardWait />;
    case 'card-reading':
      return <CardReading />;
    case 'card-trouble':
      return <CardTrouble {...screen} />;
    case 'card-read':
      return <CardRead {...screen} />;
    case 'issuing':
      return <Issuing />;
    case 'ticket':
      return <TicketScreen {...screen} />;
    case 'sorry':
      return <Sorry {...screen} />;
    case 'goodbye':
      return <Goodbye {...screen} />;
  }
}
