/** What a device is to the people around it. The trouble's words are in words/devices. */
export type DeviceState =
  | { readonly kind: 'absent' }
  | { readonly kind: 'opening' }
  | { readonly kind: 'ready'; readonly paperLow: boolean }
  | { readonly kind: 'troubled'; readonly trouble: DeviceTrouble; readonly sinceMs: number };

export const DEVICE_TROUBLES = [
  'out-of-paper',
  'cover-open',
  'cutter-jam',
  'offline',
  'not-answering',
  'garbled',
  'out-of-order',
  'link-lost',
  'process-lost',
] as const;
export type DeviceTrouble = (typeof DEVICE_TROUBLES)[number];

export const DEVICES = ['id-card-reader', 'ticket-printer'] as const;
export type DeviceName = (typeof DEVICES)[number];
