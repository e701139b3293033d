import type { DeviceName, DeviceTrouble } from '../../devices/device-state.ts';

/** zh-CN: each trouble in one sentence for staff, with what to do now. See ../README.md for the style. */
export const deviceWords = {
  name: { 'id-card-reader': '身份证阅读器', 'ticket-printer': '凭条打印机' } satisfies Record<DeviceName, string>,
  trouble: {
    'out-of-paper': '没有纸了',
    'cover-open': '盖子没有盖好',
    'cutter-jam': '切刀卡住了',
    offline: '打印机处于脱机状态',
    'not-answering': '没有应答',
    garbled: '应答看不懂，可能是线路或速率不对',
    'out-of-order': '自检没有通过，不能使用',
    'link-lost': '连接断开',
    'process-lost': '设备程序正在重新启动',
  } satisfies Record<DeviceTrouble, string>,
  todo: {
    'out-of-paper': '请打开机盖换一卷纸，盖好后自动恢复',
    'cover-open': '请把机盖压紧，听到“咔”一声',
    'cutter-jam': '请关机，打开盖子取出卡住的纸，再开机',
    offline: '请按打印机的“联机”键',
    'not-answering': '请检查电源和数据线，再重新插拔一次',
    garbled: '请联系维护人员检查接线和速率',
    'out-of-order': '请停用这台设备，联系维护人员',
    'link-lost': '请检查数据线，插好后自动恢复',
    'process-lost': '请稍等几秒，会自动恢复',
  } satisfies Record<DeviceTrouble, string>,
} as const;
