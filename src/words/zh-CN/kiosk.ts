/** zh-CN, the resident's screen: see ../README.md for the style. Lines are at most 22 characters on portrait. */
export const kioskWords = {
  brand: '一窗',
  terminal: '自助服务终端 {{terminal}}',
  demo: '演示',
  hotline: '监督电话',
  date: '{{month}}月{{day}}日 {{weekday}}',
  weekday: { d1: '星期一', d2: '星期二', d3: '星期三', d4: '星期四', d5: '星期五', d6: '星期六', d7: '星期日' },

  back: '返回',
  leave: '退出',
  help: {
    call: '呼叫工作人员',
    cancel: '取消呼叫',
    ringing: { title: '正在呼叫工作人员', hint: '请在这里稍等' },
    heard: { title: '工作人员知道了', hint: '马上就来' },
  },
  busy: '请稍等',
  missing: {
    'slip-paper': '凭条纸用完了，取号请记住屏幕上的号码',
    'slip-printer': '暂时打印不了凭条，取号请记住屏幕上的号码',
    'card-reader': '暂时刷不了身份证，可以直接取号',
  },
  takenOver: { title: '这个页面已经停用', hint: '本机的屏幕已在另一个窗口打开。' },
  restoring: { title: '请稍等，正在恢复', hint: '马上就好，不用做任何操作。' },

  idle: {
    title: '您还在吗？',
    unit: '秒',
    hint: '时间到了会自动结束，并清除本次内容。',
    stay: '继续使用',
    leave: '结束',
  },

  facts: {
    waiting: '正在等候',
    people: '人',
    nobody: '没有人',
    windows: '开放窗口',
    windowsUnit: '个',
    windowsNone: '还没有开',
  },

  attract: { title: '您好，欢迎来办事', start: '触摸屏幕开始' },

  closed: {
    title: '现在不取号',
    titleToday: '还没到取号时间',
    opensToday: '今天 {{time}} 开始取号',
    opensOn: '{{date}} {{time}} 开始取号',
    unknown: '下次取号时间，请看大厅公告',
    hint: '有急事请找工作人员。',
  },

  home: {
    title: '您好，要办什么？',
    hint: '先取号，叫到号再去窗口，不用站着等。',
    tile: {
      'take-ticket': { name: '取号', plain: '选好要办的事，领一张排队号' },
    },
    steps: { 'take-ticket': ['选要办的事', '确认', '取凭条'] },
  },

  need: {
    title: '您要办什么事？',
    hint: '常办的事在这里，也可以搜索。',
    field: '搜索要办的事',
    placeholder: '点这里搜索，例如“低保”',
    placeholderTyping: '可以只打拼音首字母，例如 db',
    common: '常办的在前面，共 {{count}} 项',
    found: '找到 {{count}} 项',
    none: '没有找到“{{typed}}”',
    noneHint: '换个说法试试。说不清也没关系，窗口帮您选。',
    loading: '正在打开事项目录',
    unsure: '不清楚，帮我选',
    open: '打开键盘',
    close: '收起键盘',
    clear: '清空',
    erase: '删除',
    keyboard: '键盘',
    candidates: '候选词',
    candidatesHint: '打拼音或首字母，再点这里的词',
    moreCandidates: '更多词',
  },

  page: { previous: '上一页', next: '下一页', of: '第 {{page}} 页，共 {{pages}} 页' },

  wait: {
    title: '等候',
    ahead: '前面 {{count}} 人',
    none: '前面没有人',
    range: '大约 {{from}}–{{to}} 分钟',
    about: '大约 {{count}} 分钟',
    within: '{{count}} 分钟以内',
    hours: '{{count}} 小时以上',
    unknown: '暂无法估计等候时间',
    both: '{{ahead}}，{{minutes}}',
  },

  matter: { label: '要办的事', bring: '请带好', bringNothing: '由窗口告诉您' },

  confirm: {
    title: '这样取号可以吗？',
    take: '取号',
    useCard: '刷身份证取号',
    priority: '我需要优先',
    priorityWho: '老年人、残疾人、孕妇、军人',
    priorityWait: '选择后：{{wait}}',
    priorityChosen: '已选优先号',
  },

  notice: {
    title: '刷身份证前，请您知道',
    who: '谁来读',
    whoText: '{{hall}}的这台终端',
    what: '留下什么',
    whatText: '只留姓名、性别、年龄；不留证件号码和照片',
    why: '为了什么',
    whyText: '方便窗口称呼您；满80岁可领优先号',
    howLong: '留多久',
    howLongText: '加密存在本机，办结或过了当天就删除',
    rights: '您可以',
    rightsText: '不刷卡也能取号；有疑问请问工作人员',
    agree: '同意并读卡',
    refuse: '不刷卡，直接取号',
  },

  card: {
    wait: { title: '请把身份证放在读卡区', hint: '平放，不用插入。放好后请不要移开。' },
    reading: { title: '正在读卡，请不要移开', hint: '大约两秒钟。' },
    trouble: {
      'card-moved': { title: '身份证移开得早了一点', hint: '请再放一次，看到姓名再拿走。' },
      'not-an-id-card': { title: '这张卡不是身份证', hint: '请换成居民身份证，一次放一张。' },
      'unsupported-card': { title: '这种证件暂时读不了', hint: '请换成居民身份证，或直接取号。' },
      'card-not-proven': { title: '这张身份证没有通过核验', hint: '请再放一次。还不行，可以直接取号。' },
      'card-unreadable': { title: '没有读清身份证', hint: '请拿掉卡套和别的卡，平放再试。' },
      'card-expired': { title: '这张身份证过了有效期', hint: '可以直接取号，换证请问窗口。' },
      'reader-garbled': { title: '没有读清身份证', hint: '请拿起来，平放再试一次。' },
      'reader-not-answering': { title: '读卡区没有反应', hint: '请再试一次，或直接取号。' },
      'reader-out-of-order': { title: '读卡区暂时不能用', hint: '请直接取号，办事不受影响。' },
      'no-card': { title: '没有等到身份证', hint: '请把身份证平放在读卡区。' },
    },
    left: '还可以试 {{count}} 次',
    atWindow: '不用再试了。请直接取号，窗口会帮您办。',
    again: '再试一次',
    without: '不刷卡，直接取号',
  },

  read: {
    greeting: '，您好',
    male: '先生',
    female: '女士',
    takeCard: '请收好身份证',
    offer: '您满80岁，可以领优先号',
    offerQuestion: '要领哪一种号？',
    priority: '优先号',
    ordinary: '普通号',
    take: '取号',
  },

  issuing: { title: '正在取号，请稍等', hint: '号码马上就好。' },

  ticket: {
    yours: '您的号码',
    priority: { declared: '优先号', age: '优先号' },
    holder: '取号人',
    next: '请在等候区留意叫号屏，叫到号再去窗口。',
    missed: '过号不要紧，请告诉窗口。',
    issued: '{{day}} {{time}} 取号',
    hotline: '监督电话 {{hotline}}',
    title: {
      printing: '正在打印凭条',
      printed: '取号成功，请取走凭条',
      'not-printed': '取号成功，请记住号码',
      uncertain: '取号成功，请看屏幕号码',
    },
    hint: {
      printing: '号码已经保存好了，凭条马上出来。',
      printed: '凭条在下方出纸口。',
      uncertain: '凭条可能没打完整，号码以屏幕为准。',
    },
    notPrinted: {
      paper: '凭条纸用完了。号码有效，可拍照记下。',
      printer: '凭条没有打印出来。号码有效，可拍照记下。',
    },
    atWindow: '需要凭条，请让窗口为您打印。',
    done: '记住了，完成',
    doneSlip: '完成',
  },

  sorry: {
    'cannot-save': { title: '现在取不了号', hint: '不用再试，请让工作人员为您取号。' },
    'numbers-used-up': { title: '今天的号已经取完', hint: '请明天再来，或问工作人员今天能不能办。' },
    'hall-closed': { title: '取号时间刚刚结束', hint: '这次没有取到号。请问工作人员何时再来。' },
    done: '知道了',
  },

  goodbye: {
    title: '再见，请慢走',
    both: '请带好身份证和凭条',
    card: '请带好身份证',
    slip: '请带好凭条',
    wiped: '本次内容已从屏幕清除。',
    next: '下一位，请点这里',
  },
} as const;
