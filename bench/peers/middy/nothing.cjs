// Loaded so that what loads CommonJS is loaded.
module.exports = {};
