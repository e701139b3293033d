import type { PrintState, Priority, TicketAction, TicketState } from '../../domain/ticket.ts';

/** zh-CN: the service center's console. See ../README.md for the style. */
export const centerWords = {
  title: '服务中心',
  demo: '演示',

  signIn: {
    title: '登录服务中心',
    lead: '登录后可以看到各大厅的取号情况。',
    account: '账号',
    password: '密码',
    submit: '登录',
    checking: '正在核对…',
    refused: '账号和密码对不上，请再输入一次',
    locked: '登录试得太多了，请{{seconds}}秒后再试',
    ended: '登录已经结束，请重新登录。半小时没有操作会自动退出。',
    notReached: '没有连上服务中心，请检查网络后再试',
  },

  head: {
    signOut: '退出登录',
    live: '每2秒更新',
    lost: '连接断开，正在重连',
    connecting: '正在连接服务中心…',
  },
  lineLost: '和服务中心断开了，正在重新连接。下面是{{time}}的情况。',

  day: { today: '今天', earlier: '前一天', later: '后一天', words: '{{year}}年{{month}}月{{day}}日' },

  tickets: {
    title: '取号',
    total: '{{count}}个号',
    newest: '只列出最近{{count}}个号',
    none: { today: '今天还没有取号', other: '这一天没有取号' },
    arrivedAt: '到达',
    label: '号码',
    hall: '大厅',
    terminal: '终端',
    matter: '事项',
    state: '情况',
    window: '窗口',
    slip: '凭条',
    issuedAt: '取号',
    order: '按到达中心的先后，最新的在上',
    open: '看{{label}}的经过',
    noMatter: '取号时没选事项',
    noWindow: '—',
    windowNumber: '{{number}}号',
  },
  state: { waiting: '等候', called: '已呼叫', done: '办结', missed: '过号', expired: '当日未办' } satisfies Record<TicketState, string>,
  print: { planned: '等待打印', sent: '正在打印', confirmed: '已打印', unknown: '不确定', 'not-printed': '没打出来' } satisfies Record<
    PrintState,
    string
  >,
  priority: { declared: '优先', age: '高龄优先' } satisfies Record<Exclude<Priority, 'none'>, string>,

  story: {
    title: '{{label}}的经过',
    none: '选一个号码，这里列出它的经过。',
    close: '收起',
    at: '大厅{{at}}',
    arrivedAt: '{{at}}到达中心',
    late: '{{span}}后到达中心',
  },
  action: {
    issued: '取号',
    printed: '凭条已打印',
    'print-unknown': '不确定凭条有没有打出来',
    'not-printed': '凭条没打出来',
    called: '呼叫',
    recalled: '重呼',
    missed: '过号',
    'came-back': '恢复排队',
    done: '办结',
    expired: '当日未办，自动结束',
  } satisfies Record<TicketAction, string>,

  terminals: {
    title: '终端',
    none: '还没有登记终端',
    name: '终端',
    heard: '最近收到',
    through: '已收到',
    parked: '搁置',
    parkedHint: '搁置的消息中心看不懂或对不上，已原样保存，请联系维护人员。',
    justNow: '刚刚',
    never: '还没有消息',
    ago: '{{span}}前',
    silent: '{{span}}没有消息',
  },

  span: { seconds: '{{count}}秒', minutes: '{{count}}分钟', hours: '{{count}}小时', days: '{{count}}天' },
} as const;
