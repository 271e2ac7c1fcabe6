// Types of what Vite resolves that TypeScript does not: style sheets.
/// <reference types="vite/client" />
