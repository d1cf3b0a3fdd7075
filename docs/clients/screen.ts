// Fetches what one screen needs in one request, and writes the body of a page as HTML.
import type { components } from "./schema";

type Schemas = components["schemas"];
type Page = Schemas["Page"];
type NewsPage = Schemas["NewsPage"];
type Block = Schemas["NewsBlocks"][number];

/** The page at an address of the website with all its fields, or null where there is none. */
export async function screen(site: string, path: string): Promise<Page | null> {
    const query = new URLSearchParams({ html_path: path, fields: "*", expand: "breadcrumbs,navigation" });
    const answer = await fetch(`${site}/api/v2/pages/find/?${query}`);
    if (answer.status === 404) return null;
    if (!answer.ok) throw new Error((await answer.json() as Schemas["Message"]).message);
    const found = await answer.json() as Page | Schemas["Redirected"];
    return "redirect" in found ? screen(site, new URL(found.redirect.target).pathname) : found;
}

export function isNews(page: Page): page is NewsPage {
    return page.meta.type === "news.NewsPage";
}

/** A block as HTML; the type of the value follows from the type of the block. */
export function html(block: Block): string {
    switch (block.type) {
        case "heading":
            return `<${block.value.level} id="${block.value.anchor}">${text(block.value.text)}</${block.value.level}>`;
        case "paragraph":
            return block.value;
        case "image":
            return picture(block.value.image);
        case "figures":
            return block.value.items.map((figure) => `<p>${text(`${figure.display} ${figure.label}`)}</p>`).join("");
        default:
            return "";
    }
}

function picture(image: Schemas["Picture"] | null): string {
    const file = image?.renditions?.medium.webp;
    if (!image || !file) return "";
    const size = `width="${file.width}" height="${file.height}"`;
    return `<figure><img src="${file.url}" alt="${text(image.alt)}" ${size}><figcaption>${text(image.credit)}</figcaption></figure>`;
}

function text(value: string): string {
    const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
    return value.replace(/[&<>"]/g, (character) => entities[character] ?? character);
}
