// A test that expects nothing passes whatever happens, also one whose loop has nothing to go through or that returns early.
beforeEach(() => expect.hasAssertions());
