#!/usr/bin/env node
// The command parley-verify: checks evidence without asking the platform.
