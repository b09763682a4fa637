/** The shapes that the queue keeps: what leaves the phone is `body`, the rest stays here. */

/**
 * @typedef {{lat: number, lon: number, accuracy_m: number, source: "gps" | "exif" | "pin" | "stop", at: number}} Position
 * @typedef {{id: string, sha256: string, bytes: number, type: string, role: "before" | "after" | "detail"}} Manifest
 * @typedef {{id: string, kind: string, entity_id: string, base_rev: number | null, client_at: number,
 *   payload: Record<string, any>, photos: Manifest[]}} Body
 */

/**
 * A photo of an act. `raw`: the original lies stored, not yet shrunk; `ready`: final and hashed;
 * `done`: on the server with the same hash since `done_at`, the bytes are here still unless `freed`; `refused`: for people to
 * look at; `dropped`: taken back; `lost`: the phone had no room for it. `offset`: how many bytes the server has.
 * @typedef {{id: string, role: "before" | "after" | "detail", state: "raw" | "ready" | "done" | "refused" | "dropped" | "lost",
 *   leaves_at: number, offset: number, type: string, code?: string, done_at?: number, freed?: boolean, resends?: number}} LocalPhoto
 */

/**
 * One act in the queue. `tried` says that it may have left the phone: from then on it never changes.
 * @typedef {{id: string, actor: string, entity: string, state: "waiting" | "sent" | "attention", tried: boolean,
 *   settles_at: number, photos: LocalPhoto[], body: Body, at: number, sent_at?: number, rev?: number | null,
 *   result?: string, code?: string, field?: string, message?: string, photo_left?: "full"}} Op
 */

/** @typedef {{id: string, at: number, actor?: string, walk: string, stop: string | null, category: string,
 *   position: Position | null, clicked: boolean}} Draft */

/** @typedef {{id: string, name: string, order: number, lat: number, lon: number}} Stop */

export {};
