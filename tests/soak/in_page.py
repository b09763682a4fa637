"""What a run asks inside the page: its store, and an act that a faulty release would have made."""

_ROWS = """
const rows = (store) => new Promise((done, failed) => {
  const asked = indexedDB.open("fieldapp");
  asked.onerror = () => failed(asked.error);
  asked.onsuccess = () => {
    const all = asked.result.transaction(store).objectStore(store).getAll();
    all.onsuccess = () => { asked.result.close(); done(all.result); };
  };
});
"""

#: The act with these words, once it is stored: its stop or entity.
WAIT_FOR_ACT = f"""async (wanted) => {{
  {_ROWS}
  const fits = ({{ body }}) =>
    (!wanted.kind || body.kind === wanted.kind) &&
    (!wanted.entity || body.entity_id === wanted.entity) &&
    ["text", "on", "light", "value"].every((key) => !(key in wanted) || body.payload[key] === wanted[key]);
  for (let tries = 0; tries < 60; tries += 1) {{
    const found = (await rows("ops")).findLast(fits);
    if (found) return found.body.payload.stop ?? found.body.entity_id;
    await new Promise((done) => setTimeout(done, 50));
  }}
  throw new Error("not stored: " + JSON.stringify(wanted));
}}"""

#: Stored by the app's own outbox, with a key that no server knows.
ADD_INVALID = """async ([encoded, sha256, text]) => {
  const script = document.querySelector("script[type=module]").src;
  const load = (name) => import(new URL(`../${name}.js`, script).href);
  const { add, makeAct } = await load("queue/outbox");
  const { newId } = await load("lib/ids");
  const { identity } = await load("queue/identity");
  const bytes = Uint8Array.from(atob(encoded), (one) => one.charCodeAt(0));
  const photos = [{ id: newId(), bytes: bytes.buffer, type: "image/jpeg", sha256 }];
  const payload = { walk: identity().walk.id, category: "BEL", text, nonsense: true };
  const op = makeAct("observation.create", newId(), payload, { photos });
  await add(op, photos);
  return { op: op.id, photo: photos[0].id };
}"""

HASH_OF_PHOTO = f"""async (id) => {{
  {_ROWS}
  const found = (await rows("photos")).find((one) => one.id === id);
  if (!found) return "";
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", found.bytes));
  return [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}}"""
