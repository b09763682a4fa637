export const openAfter = (id) => {};
