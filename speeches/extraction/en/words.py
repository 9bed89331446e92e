"""The words of English that the patterns need, as plain lists. To teach a verb, add its plain form to a list."""


def listed(text: str) -> tuple[str, ...]:
    """The words of `text`."""
    return tuple(text.split())


ABBREVIATIONS = frozenset(
    listed("""
    mr mrs ms mx dr prof st sr hon rev gen col lt maj capt cpt sgt cmdr adm brig gov sen rep amb pres supt insp
    no nos vol p pp art arts sec fig ch cl para paras ed eds vs cf ca approx est dept div min max
    jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun
    e.g i.e viz bn mln tn km sq acad assoc asst univ bros ph.d
    """)
)

MAY_END = frozenset(listed("u.s u.k u.n u.a.e e.u d.c a.m p.m etc inc ltd co corp plc jr al bros"))
"""Abbreviations that may also be the last word of a sentence."""

BEGINS_SENTENCE = frozenset(
    listed("""
    the a an this that these those he she it they we i you his her its their our there here in on at by for from
    with as to of after before during since until when while if although however moreover also in addition
    according meanwhile today yesterday tomorrow then thus therefore such some most many all each every both no not
    but and
    """)
)

FUNCTION = frozenset(
    listed("""
    the a an this that these those he she it they we i you him them me us who whom whose which what where when why
    how his her hers its their our my your one and or but nor so yet if then than as at by for from in into of off
    on onto out over to up with without within about above after against along among around before behind below
    between beyond despite down during except inside near per since through throughout toward towards under until
    upon via is are was were be been being am has have had do does did will would shall should can could may might
    must not no there here while whereas because although though unless also only just even both either neither all
    any some such each every more most other another many much few several own same too very again already still
    ever never now today tomorrow yesterday later earlier soon however moreover therefore thus meanwhile
    furthermore additionally first firstly second secondly third finally lastly next further instead nevertheless
    nonetheless together dear yes well let thank
    """)
)
"""Words that are never part of a name and that end a title."""

STOPS_TITLE = FUNCTION - frozenset(listed("of the for and first second other"))

PARTICLES = frozenset(
    listed("von van de der den del della di da dos do la le el al bin ibn ben bint abu ter zu y e af")
)

ROLES = frozenset(
    listed("""
    president minister executive premier chancellor secretary secretary-general governor mayor akim chairman chairwoman
    chairperson chair director director-general head leader chief ambassador envoy commissioner prosecutor
    ombudsman ombudswoman ombudsperson speaker senator deputy mp congressman congresswoman representative spokesman
    spokeswoman spokesperson professor doctor academician rector dean teacher headmaster headmistress headteacher
    principal lecturer writer poet novelist playwright singer composer conductor artist actor actress sculptor
    architect painter dancer photographer filmmaker surgeon physician nurse paramedic pediatrician farmer
    hydrologist scientist researcher scholar expert analyst economist historian sociologist physicist chemist
    biologist geologist ecologist agronomist veterinarian linguist philosopher champion wrestler athlete boxer
    runner swimmer archer coach trainer student pupil schoolboy schoolgirl veteran member entrepreneur businessman
    businesswoman founder co-founder ceo manager officer judge justice lawyer attorney notary king queen prince
    princess emir sheikh sultan emperor pope imam mufti bishop archbishop rabbi patriarch cardinal counsellor
    counselor adviser advisor aide attaché attache consul commander marshal admiral general colonel captain
    lieutenant major sergeant coordinator organiser organizer curator librarian journalist reporter correspondent
    editor editor-in-chief blogger engineer designer programmer developer inventor astronaut cosmonaut pilot driver
    worker miner builder welder herder shepherd craftsman craftswoman saddler weaver jeweller rapporteur laureate
    winner resident pensioner volunteer activist host moderator presenter owner chef vice-president vice-premier
    vice-minister vice-chairman vice-chair vice-rector vice-chancellor president-elect undersecretary
    under-secretary treasurer trustee counterpart interlocutor official politician diplomat negotiator delegate
    participant guest fellow partner specialist inspector superintendent supervisor controller auditor registrar
    clerk elder chieftain tsar czar monarch comptroller solicitor-general attorney-general taoiseach tánaiste lord
    lady baroness baron sir dame inspector-general pro-rector academic epidemiologist oncologist cardiologist
    psychologist botanist astronomer mathematician archaeologist geographer climatologist meteorologist firefighter
    rescuer policeman policewoman soldier mother father grandmother grandfather widow villager citizen employee
    employer investor banker trader master foreman forewoman boss technician mechanic electrician carpenter tailor
    cook baker potter blacksmith jockey conservationist ranger forester gardener grower breeder beekeeper fisherman
    sailor skipper captain navigator dispatcher operator manageress superviser shopkeeper salesman saleswoman
    librarian archivist translator interpreter publisher columnist commentator anchor producer illustrator choreographer
    pianist violinist musician musicologist ethnographer anthropologist critic restorer curator statistician
    demographer virologist neurologist midwife pharmacist therapist dentist psychiatrist paediatrician medic rapper
    cyclist skier skater swimmer gymnast judoka goalkeeper footballer referee captain chess-player grandmaster
    defender prosecutor solicitor barrister arbitrator mediator auditor accountant financier economist entrepreneur
    start-upper startupper industrialist philanthropist benefactor patron intern apprentice graduate postgraduate
    undergraduate freshman parent neighbour neighbor daughter son brother sister wife husband friend colleague
    predecessor successor counterpart co-chair co-chairman co-chairwoman co-author rapporteur delegate envoy emissary
    plenipotentiary nuncio ambassador-at-large high-commissioner magistrate premier-designate minister-designate
    vice-governor vice-mayor vice-speaker vice-admiral cosmonaut-researcher commandant brigadier warden sheriff
    survivor eyewitness witness victim passenger customer client patient tenant homeowner pensioner
    """)
)

HONORIFICS = {
    "mr": "m", "sir": "m", "lord": "m", "mister": "m", "mrs": "f", "ms": "f", "miss": "f", "madam": "f", "madame": "f",
    "lady": "f", "dame": "f", "baroness": "f", "dr": "", "prof": "", "king": "m", "queen": "f", "prince": "m",
    "princess": "f", "chairman": "m", "chairwoman": "f", "spokesman": "m", "spokeswoman": "f", "businesswoman": "f",
    "actress": "f", "emir": "m", "sheikh": "m", "sultan": "m", "pope": "m", "emperor": "m", "headmaster": "m",
    "headmistress": "f", "congressman": "m", "congresswoman": "f", "ombudswoman": "f", "businessman": "m",
    "father": "m", "mother": "f", "grandfather": "m", "grandmother": "f", "imam": "m", "mufti": "m", "bishop": "m",
    "patriarch": "m", "schoolboy": "m", "schoolgirl": "f",
}  # fmt: skip
"""Titles that tell the gender ("" where they do not)."""

BEFORE_NAME = frozenset(listed("mr mrs ms miss mx dr prof madam madame hon rev h.e"))
"""Forms of address that are no office."""

INSTITUTIONS = frozenset(
    listed("""
    council agency ministry committee commission organization organisation union federation republic kingdom
    emirates states nations bank fund university institute academy school centre center company corporation
    association assembly parliament senate house chamber party movement forum conference summit congress office
    department directorate administration government authority bureau board court foundation museum library theatre
    theater gallery hospital clinic trust alliance league society group team club service services police army
    forces staff programme program project initiative plan strategy declaration treaty agreement protocol
    convention charter constitution code law act day year week prize award order medal region province district
    city village street avenue square park palace airport station river rivers lake lakes sea ocean mountain valley
    jsc llp llc ltd plc ojsc cjsc inc radio tv television channel studio network portal
    island islands bay gulf strait peninsula desert corridor road route canal line plant factory field farm arena
    stadium hall residence kremlin news times post tribune games cup affairs development economy trade security
    defence defense education health culture science finance justice energy industry agriculture transport labour
    labor ecology environment emergency information technology digital sport tourism integration investment
    innovation commerce infrastructure construction relations cooperation communications data rights policy world
    international national european asian african american global regional central eastern western northern
    southern north south east west general public state people peoples citizens journalists experts delegates
    parties presidents ministers leaders sides january february march april may june july august september october
    november december monday tuesday wednesday thursday friday saturday sunday
    """)
)
"""Words that make a run of capitals the name of something else than a person."""

GROUPS = frozenset(
    listed("""
    participants sides parties leaders presidents ministers heads members delegates deputies senators experts
    representatives journalists reporters guests citizens residents speakers governors officials veterans students
    athletes teachers scientists scholars ambassadors delegation delegations interlocutors attendees audience public
    government parliament cabinet ministry council forum session commission committee laureates winners visitors
    organisers organizers athletes artists spectators counterparts
    """)
)

GENERIC = frozenset(
    listed("""
    speaker scientist politician official diplomat leader artist expert laureate interlocutor counterpart guest
    winner author academic doctor researcher participant delegate specialist master craftsman craftswoman
    """)
)
"""Roles that may mean anybody who spoke just before."""

SPEECH = listed("""
    say state declare note stress emphasise emphasize underline underscore highlight mention remark observe comment
    announce inform report tell explain clarify specify elaborate add continue conclude recall remind reiterate
    reaffirm affirm confirm assert claim maintain argue contend insist believe think consider hope expect assume
    suppose predict forecast warn caution admit acknowledge concede recognise recognize confess deny reject refute
    dispute object disagree doubt question criticise criticize condemn denounce deplore regret lament praise
    commend laud hail describe characterise characterize call name term label liken compare cite quote estimate
    assess appraise promise pledge vow undertake indicate assure reassure guarantee urge appeal encourage advise
    recommend suggest propose offer instruct order direct task charge entrust assign demand request ask require
    invite wish answer reply respond counter retort interrupt joke quip exclaim whisper reflect ponder reminisce
    muse summarise summarize outline share disclose reveal signal hint imply complain protest testify advocate
    foresee envisage see view regard disapprove write agree concur worry fear lament rejoice plead beg implore
    exhort forewarn notify brief update detail enumerate list single point put set give make draw pay attach raise
    touch dwell speak talk focus refer allude express voice convey extend sum begin begin lay bring take come stand
    attribute credit blame accuse prioritise prioritize apologise apologize command mandate oblige bid dismiss deem
    rate rank counsel reason theorise theorize speculate posit opine caution repeat echo stipulate urge intend
    chide rebuke reprimand scold applaud salute exhort interject volunteer appreciate value look recount wonder react
    commission rejoin venture marvel surmise hypothesise hypothesize profess allege attest bemoan decry dub enjoin
    expound extol inquire enquire proclaim pronounce reckon narrate relay repudiate swear sympathise sympathize
    caution rule address like dislike love prefer dream count go spell place invoke pray lambast lambaste belittle
    downplay pinpoint dissuade discourage forbid prohibit authorise authorize liken contradict rebut disavow
    query quiz grumble lecture preach explicate paraphrase chime sigh smile laugh nod hesitate cheer thunder feel hold
    want rely trust confide recollect elucidate corroborate vouch tout assent reprove eulogise eulogize prophesy
    hide ridicule scoff retell spotlight mull contemplate
    """)
"""Verbs of saying, thinking and instructing, in their plain form."""

WEAK = frozenset(
    listed("""
    welcome thank congratulate greet approve back support find endorse favour favor agree share praise honour honor
    receive accept like love dislike
    """)
)
"""Attitudes: a cue by themselves only with what they are about, and never where a verb of saying follows."""

IRREGULAR = {
    "say": "said", "tell": "told", "think": "thought", "speak": "spoke spoken", "give": "gave given", "make": "made",
    "draw": "drew drawn", "pay": "paid", "put": "put", "set": "set", "take": "took taken", "come": "came come",
    "foresee": "foresaw foreseen", "see": "saw seen", "write": "wrote written", "begin": "began begun", "lay": "laid",
    "bring": "brought", "stand": "stood", "beg": "begged", "forecast": "forecast", "bid": "bade bidden",
    "undertake": "undertook undertaken", "find": "found", "plead": "pleaded", "refer": "referred",
    "regret": "regretted", "quip": "quipped", "admit": "admitted", "label": "labelled labeled",
    "signal": "signalled signaled", "counsel": "counselled counseled", "forewarn": "forewarned", "rebut": "rebutted",
    "dwell": "dwelt dwelled", "rejoice": "rejoiced", "sum": "summed",
    "swear": "swore sworn", "go": "went gone", "forbid": "forbade forbidden", "feel": "felt", "hold": "held",
    "extol": "extolled", "hide": "hid hidden", "quiz": "quizzed", "nod": "nodded", "dub": "dubbed",
    "prefer": "preferred",
}  # fmt: skip

NEEDS = {
    "look": ("forward",),
    "point": ("out", "to", "at"),
    "put": ("forward", "it", "this", "that", "emphasis", "particular emphasis", "special emphasis", "great emphasis",
        "a question", "a proposal", "the question"),
    "set": ("the task", "a task", "tasks", "a goal", "the goal", "out", "forth", "specific tasks", "a number",
        "a target", "an objective", "priorities"),
    "give": ("instructions", "an instruction", "the instruction", "specific instructions", "his word", "her word",
        "orders", "an assurance", "assurances", "his assurance", "a high", "a positive", "relevant instructions",
        "a number of", "several instructions", "concrete instructions", "corresponding instructions", "detailed"),
    "make": ("it clear", "clear", "a proposal", "the point", "the case", "proposals", "a number", "it known",
        "a plea", "an appeal", "assurances", "no secret", "a call", "several proposals"),
    "draw": ("attention", "particular attention", "special attention", "the attention", "their attention",
        "parallels", "a parallel", "separate attention", "the government's", "a comparison"),
    "pay": ("attention", "particular attention", "special attention", "great attention", "close attention",
        "tribute", "considerable attention", "separate attention", "serious attention"),
    "attach": ("importance", "great importance", "particular importance", "special importance", "high importance",
        "great significance", "special significance", "particular significance"),
    "raise": ("the issue", "the question", "the problem", "the topic", "concern", "concerns", "the matter",
        "the need", "issues", "a number", "the importance", "the idea"),
    "touch": ("on", "upon"),
    "dwell": ("on", "upon", "separately", "in detail", "at length", "particularly", "in particular", "separately on",
        "specifically"),
    "speak": ("about", "of", "in favour", "in favor", "against", "out", "for", "highly", "in support",
        "in detail about", "at length about", "up", "separately about", "frankly", "warmly"),
    "talk": ("about", "of"),
    "focus": ("on", "attention", "his", "her", "particular", "special"),
    "refer": ("to",),
    "allude": ("to",),
    "see": ("the", "this", "it", "in", "no", "great", "a"),
    "lay": ("out", "emphasis", "stress", "special emphasis", "particular emphasis"),
    "single": ("out",),
    "bring": ("up", "to the attention"),
    "come": ("out",),
    "stand": ("for", "against"),
    "sum": ("up",),
    "begin": ("by saying", "by noting", "by thanking", "by stressing", "by emphasising", "by emphasizing",
        "by recalling", "by pointing"),
    "take": ("the view", "the position", "the opportunity", "issue", "a stand", "an interest", "exception",
        "the floor to",
        "a keen interest", "a dim view", "pride in", "a critical view"),
    "share": ("his", "her", "this", "that", "the", "with", "details", "plans", "an", "a", "these", "how", "what"),
    "view": ("the", "this", "it", "that", "these"),
    "regard": ("the", "this", "it", "as"),
    "agree": ("with", "that", "on the", "but", "and"),
    "extend": ("condolences", "his", "her", "an invitation", "congratulations", "gratitude", "sincere", "deep",
        "deepest", "warm", "heartfelt", "thanks"),
    "convey": ("gratitude", "his", "her", "condolences", "greetings", "congratulations", "warm", "sincere", "best",
        "that"),
    "charge": ("the", "him", "her", "with", "ministers", "relevant"),
    "direct": ("the", "that", "him", "her", "all", "ministers", "officials", "relevant"),
    "rate": ("highly", "the"),
    "continue": ("by", "that"),
    "react": ("to", "by", "with", "sharply", "positively"),
    "commission": ("the ministry", "the ministries", "the government", "the minister", "the akim", "the akims",
        "the governor", "the governors", "ministers", "officials", "him", "her", "the relevant", "the administration",
        "the agency", "the mayor", "the mayors", "the heads", "the head"),
    "rule": ("out",),
    "go": ("on to say", "on to note", "on to stress", "on to explain", "on to add", "on to emphasise",
        "on to emphasize", "on to praise", "on to describe", "on to recall", "on to outline"),
    "spell": ("out",),
    "place": ("emphasis", "special emphasis", "particular emphasis", "great emphasis", "an emphasis",
        "great importance", "a special emphasis", "high hopes"),
    "address": ("the issue of", "a request", "a number of questions"),
    "dream": ("of", "that"),
    "count": ("on",),
    "pray": ("that", "for"),
    "swear": ("that", "to"),
    "love": ("the idea", "the proposal"),
    "marvel": ("at", "that"),
    "pronounce": ("himself", "herself", "the", "in"),
    "relay": ("that", "the", "his", "her"),
    "lecture": ("on", "about"),
    "preach": ("that",),
    "attest": ("that", "to"),
    "profess": ("that", "his", "her"),
    "chime": ("in",),
    "feel": ("that", "it", "sure", "certain", "confident"),
    "hide": ("his", "her", "that"),
    "hold": ("that", "the view", "the opinion", "the position"),
    "want": ("to know", "the", "to see", "every", "each", "all", "them", "us", "him", "her", "people", "this", "no"),
    "rely": ("on", "upon"),
    "trust": ("that",),
    "cheer": ("the news",),
    **dict.fromkeys(("sigh", "smile", "laugh", "nod", "hesitate", "thunder"), ("that",)),
    "list": ("the", "several", "a number", "among"),
    "detail": ("the", "how"),
    "consider": ("it", "that", "this", "such", "these", "himself", "herself", "him", "her"),
    "update": ("the", "him", "her"),
    "brief": ("the", "him", "her", "reporters", "journalists", "members"),
    "assign": ("the", "to", "tasks", "a", "ministers", "relevant"),
    "rank": ("the", "this"),
    "command": ("that",),
    "bid": ("that",),
    "answer": ("that", "a", "the", "in", "by", "no", "yes", "questions"),
    "reply": ("that", "to", "in", "by", "with"),
    "respond": ("that", "by", "to"),
    "reason": ("that",),
    "volunteer": ("that",),
    "object": ("that", "to"),
    "whisper": ("that",),
    "reflect": ("on", "upon", "that"),
    "comment": ("on", "that", "upon"),
    "term": ("the", "this", "it", "such"),
    "label": ("the", "this", "it", "such"),
}  # fmt: skip
"""What must follow a verb for it to be a cue; none where anything may. Direct quotations need nothing."""

OBJECTS = {
    "set": listed("task tasks goal goals objective objectives target targets deadline deadlines priority priorities"),
    "give": listed("instruction instructions order orders task tasks assurance assurances assessment advice directive"
        " directives recommendations answer explanations example examples reasons"),
    "make": listed("proposal proposals appeal call point points remark remarks recommendation recommendations promise"
        " commitment suggestion suggestions comparison plea observation clear"),
    "raise": listed("issue issues question questions concern concerns topic topics problem problems matter matters"),
    "draw": listed("attention parallel parallels conclusion conclusions comparison"),
    "pay": listed("attention tribute"),
    "attach": listed("importance significance"),
    "hold": listed("view position opinion stance"),
    "put": listed("proposal proposals question questions emphasis"),
    "take": listed("view position stand stance interest"),
}  # fmt: skip
"""What somebody who says something "makes", "gives" or "sets", with a few words between."""

STATES = listed("""
    convinced confident sure certain aware grateful thankful hopeful pleased glad proud concerned worried optimistic
    sceptical skeptical adamant unequivocal clear critical happy mindful supportive categorical
""")
"""What somebody "is": a cue with "that", "of" or "to"."""

ADVERBS = frozenset(
    listed("""
    also then further however too again therefore thus moreover meanwhile additionally especially even still now
    once always never nevertheless nonetheless today yesterday later subsequently next just already rightly duly
    first finally once recently earlier repeatedly often both himself herself hereby in-turn though indeed
    has had have did does
    """)
)

OPINIONS = frozenset(
    listed("""
    opinion view words estimation account mind assessment conviction belief judgement judgment observation estimate
    estimates calculations forecast reckoning eyes
    """)
)
"""Nouns of "in somebody's opinion"."""

STANDS = frozenset(listed("position stance message argument conclusion advice"))
"""Nouns of "somebody's position is that"."""

DOCUMENTS = frozenset(
    listed("""
    report document resolution declaration statement communiqué communique decree law bill act code agreement
    treaty memorandum protocol note catalogue catalog review survey study statistics data figures letter message
    article publication programme program plan strategy concept constitution charter convention draft text press
    media newspaper agency website poll research index annex order roadmap map rules schedule
    """)
)
"""What a text may "say" without anybody saying it."""
