// Incidents that were recorded on a real cluster, written by `cargo xtask sandbox` from `examples/`.

import data from "../build/gallery.json";

export interface Incident {
  name: string;
  title: string;
  files: { name: string; text: string }[];
}

export const incidents = data as Incident[];
