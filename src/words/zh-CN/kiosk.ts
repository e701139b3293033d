/** zh-CN: see ../README.md for the style. */
export const kioskWords = {
} as const;
