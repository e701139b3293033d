/** zh-CN: see ../README.md for the style. */
export const counterWords = {
} as const;
