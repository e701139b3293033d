import { createInstance, type i18n } from 'i18next';
import { centerWords } from './zh-CN/center.ts';
import { counterWords } from './zh-CN/counter.ts';
import { deviceWords } from './zh-CN/devices.ts';
import { hostWords } from './zh-CN/host.ts';
import { kioskWords } from './zh-CN/kiosk.ts';
import { paperWords } from './zh-CN/paper.ts';

/** Every sentence a person reads, by audience. English follows beside zh-CN with the same keys. */
export const zhCN = {
  kiosk: kioskWords,
  host: hostWords,
  counter: counterWords,
  center: centerWords,
  devices: deviceWords,
  paper: paperWords,
};
export type Namespace = keyof typeof zhCN;

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'kiosk';
    resources: typeof zhCN;
  }
}

/** One i18next instance; `t('kiosk:home.title')`. Nothing is escaped here: React and the paper escape for themselves. */
export function createWords(language: 'zh-CN' = 'zh-CN'): i18n {
  const instance = createInstance();
  void instance.init({
    lng: language,
    resources: { 'zh-CN': zhCN },
    ns: Object.keys(zhCN),
    defaultNS: 'kiosk',
    initAsync: false,
    returnNull: false,
    showSupportNotice: false,
    interpolation: { escapeValue: false },
  } as never);
  return instance;
}
