/** Which of the two apps this page belongs to: the walk's phone or the crew's, to which the page of one's account and
 * `?app=crew` belong too. Each has a store and an actor of its own,
 * so that a coordinator who walks along and a crew that joins a walk never send one's acts as the other's. */

/** @type {"walk" | "crew"} */
export const app = /^\/(crew|account)(\/|$)|[?&]app=crew(&|$)/.test(location.pathname + location.search) ? "crew" : "walk";

/** The app's own store, lock or channel. @param {string} name */
export const own = (name) => (app === "walk" ? name : `${name}-${app}`);
