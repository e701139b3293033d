/** zh-CN: see ../README.md for the style. */
export const paperWords = {
} as const;
