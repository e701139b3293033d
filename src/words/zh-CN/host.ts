/** zh-CN: what the terminal's own page server says to whoever is not its screen. See ../README.md for the style. */
export const hostWords = {
  notForYou: '这个页面只给本终端的屏幕使用。请在终端上办理，或联系大厅工作人员。',
} as const;
