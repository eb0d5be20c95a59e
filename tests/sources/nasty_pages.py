"""Pages that look as if they had metadata where they have text, and the other way round."""

# ruff: noqa: E501 -- a page is one line

from __future__ import annotations

RU = "Посол прибыл в Москву пятого мая и был принят министром. Он передал ноту о проливах."
EN = "The ambassador arrived in Moscow on the fifth of May. He handed over a note on the straits."

# Name, text, and whether all of the text must be in the body: none of it is metadata.
PAGES: tuple[tuple[str, str, bool], ...] = (
    ("letter head", f"To: Comrade Stalin\nFrom: Dekanozov\nSubject: Straits\n\n{EN}\n\nDekanozov", True),
    ("letter head in Russian", f"Кому: т. Сталину\nОт кого: т. Деканозов\nТема: проливы\n\n{RU}", True),
    ("memorandum", f"MEMORANDUM\n\nTo: The Secretary\nFrom: Mr. Smith\nDate: 5 May 1948\n\n{EN}", True),
    ("letter head with a date", f"To: The Secretary\nFrom: Mr. Smith\nDate: 5 May 1948\nSubject: Straits\n\n{EN}", True),
    ("date inside the text", f"{EN}\n\nDate: 5 May 1948\n\n{EN}", True),
    ("title inside the text", f"{EN}\n\nTitle: the straits\n\n{RU}\n\nSummary: none\n\n{EN}", True),
    ("reference at the end", f"{EN}\n\nREFERENCE: No. 12", True),
    ("reference at the head", f"REFERENCE: No. 12 of 5 May, comrade Orlov reported.\n\n{EN}", True),
    ("present", f"Present: comrades Molotov, Vyshinsky\nChairman: comrade Molotov\n\n{EN}", True),
    ("minutes", f"MINUTES No. 5\n\nDate: 5 May 1948\nPlace: Moscow\nPresent: comrades A, B\n\n{EN}", True),
    ("minutes in Russian", f"ПРОТОКОЛ № 5\n\nДата: 5 мая 1948 г.\nМесто: Москва\nПрисутствовали: тт. А, Б\n\n{RU}", True),
    ("transcript", f"Stalin: I agree.\n\nHarriman: Thank you.\n\nStalin: {EN}", True),
    ("transcript in bold", f"**Stalin:** I agree.\n\n**Harriman:** Thank you.\n\n**Stalin:**\n\n{EN}", True),
    ("transcript below a title", f"# Conversation\n\nStalin: I agree.\n\nHarriman: Thank you.\n\n{EN}", False),
    ("transcript below fields", f"Title: Conversation\nDate: 1945-10-24\n\nStalin: I agree.\n\nHarriman: {EN}", False),
    ("transcript right below fields", f"Title: Talk\nDate: 1945-10-24\nStalin: I agree.\nHarriman: Yes.\n{EN}", False),
    ("text right below fields", f"Title: Letter\nDate: 5 May 1948\n{EN}", False),
    ("text right below a source", f"Title: Letter\nSource: AVPRF, f. 06, op. 10\n{RU}", False),
    ("edition", f"271. Memorandum of Conversation\n\nWashington, October 24, 1962, 5 p.m.\n\n{EN}", False),
    ("edition with a source", f"271. Memorandum\n\nMoscow, May 5, 1948\n\n[Source: NARA, RG 59.]\n\n{EN}", False),
    ("edition with number apart", f"No. 271\n\nThe Ambassador to the Secretary\n\nMoscow, May 5, 1948—5 p.m.\n\n{EN}", False),
    ("numbered paragraphs", f"1. {EN}\n\n2. {EN}\n\nMoscow, 5 May 1948", True),
    ("running heads", f"SOVIET CABLES 12\n\n{EN}\n\n13 SOVIET CABLES\n\n{EN}\n\n- 14 -\n\n{EN}", True),
    ("form feeds", f"{EN}\f12\n{EN}\f13\n{RU}", True),
    ("web page", f"Skip to content\n\nMay 5, 1948\n\n# Cable\n\n{EN}\n\n## Document Information\n\n### Source\n\nX", False),
    ("web page with a tail", f"Menu\n\nMay 5, 1948\n\nCable\n\n{EN}\n\nDocument Information\n\nType\n\nCable\n\n{RU}", False),
    ("web page in Russian", f"Меню\n\n# Нота\n\n{RU}\n\n## Сведения о документе\n\nТип: нота\n\nДата: 5 мая\n\nНаверх", False),
    ("front matter", f"---\ntitle: A\ntags: [war, peace]\nnote: 'b: c'\nmore:\n  deep: d\n---\n\n{EN}", False),
    ("front matter with a colon", f"---\ntitle: Letter: a draft\ndate: 1948\n---\n{EN}", False),
    ("front matter that is none", f"---\n\n{EN}\n\n---\n\n{EN}", True),
    ("front matter that is text", f"---\nStalin spoke.\n---\n\n{EN}", True),
    ("many headings", f"# Archive\n\n## Letter\n\n### 5 May 1948\n\n#### Part\n\n{EN}\n\n# Part two\n\n{RU}", False),
    ("headings before fields", f"# Papers\n\n## Letter\n\n#### **Citation:**\n\nX, 5 May 1948\n\n{EN}", False),
    ("long summary", "#### **Title:**\n\nA\n\n#### **Summary:**\n\n" + f"{EN}\n\n" * 9 + f"#### **Credits:**\n\nB\n\n{EN}", False),
    ("fields at the end", f"{EN}\n\nTitle: A\nArchive: RGASPI\nFond: 558\nOpis: 11\nDelo: 5", False),
    ("custom fields", f"Title: A\nType: Cable\nRecord ID: 12\nTags: war, peace\n\n{EN}", False),
    ("custom fields that repeat", f"Title: A\nTag: war\nTag: peace\nDate: 1948\n\n{EN}", False),
    ("fields in a list", f"- Title: A\n- Date: 1948\n- Collection: B\n\n{EN}", False),
    ("bracketed source", f"# A\n\n[Source: AVPRF, f. 06, op. 10, d. 3. Secret.]\n\n{EN}", False),
    ("links", f"# A\n\nSee [the note](https://archive.example/a_b) and ![scan](scan.png).\n\n{EN}", False),
    ("table in one language", f"| name | place |\n|---|---|\n| Orlov | Kiev |\n\n{EN}", True),
    ("three columns", f"№ | Русский | English\n---|---|---\n1 | {RU} | {EN}\n2 | {RU} | {EN}", False),
    ("tabs", f"{RU}\t{EN}\n{RU}\t{EN}", True),
    ("two columns", "\n".join(f"{RU[:40]}      {EN[:40]}" for _ in range(4)), True),
    ("by line", f"{RU}\n{EN}\n{RU}\n{EN}", True),
    ("by line and wrapped", "Посол прибыл в\nThe ambassador arrived\nМоскву пятого мая.\nin Moscow.", True),
    ("halves", f"{RU}\n{RU}\n{EN}\n{EN}", True),
    ("mixed in a line", f"{RU} {EN}\n{EN} {RU}", True),
    ("escapes", f"5\\*3 \\# \\_a\\_ **b** c *d*\n{EN}", True),
    ("only labels of letters", f"Re: straits\n\nSecret\n\n{EN}", True),
    ("address of a page", f"http://archive.example/12\n\n{EN}\n\nhttps://archive.example/13", True),
    ("verse", "Title: none,\nDate: unknown;\nso it goes,\nsays the poem.", False),
)  # fmt: skip
