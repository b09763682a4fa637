export const show = async (place) => ""; export const takeBackPoint = async (id) => {}; export const openMenu = () => {}; export const openDetails = () => {};
