/** Removes what temporary-root.js has made. */
const { remove } = require('./temporary-root.js');

module.exports = async () => remove(globalThis.temporaryRoot);
