/** zh-CN: see ../README.md for the style. */
export const centerWords = {
} as const;
