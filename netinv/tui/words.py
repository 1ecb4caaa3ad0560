"""What the actions are called, in the language in use."""

from __future__ import annotations

from netinv.i18n import _


def labels() -> dict[str, tuple[str, str]]:
    """For each action a word for the footer and a sentence for the help."""
    return {**_moving(), **_places(), **_deeds(), **_ways()}


def _moving() -> dict[str, tuple[str, str]]:
    return {
        "open": (_("open"), _("Open the row under the cursor")),
        "fold": (_("fold"), _("Show or hide what is below this row")),
        "expand": (_("expand"), _("Show what is below this row, or go down into it")),
        "collapse": (_("collapse"), _("Hide what is below this row, or go up to its parent")),
        "fold_all": (_("all"), _("Show everything, or hide all below the top rows")),
        "left": (_("left"), _("To what stands to the left: on the map to the west")),
        "right": (_("right"), _("To what stands to the right: on the map to the east")),
        "next_site": (_("next"), _("To the next site, first those at the same place")),
        "zoom_in": (_("nearer"), _("Look at the map from nearer")),
        "zoom_out": (_("farther"), _("Look at the map from farther")),
        "zoom_whole": (_("whole"), _("The whole map again")),
        "only_problems": (_("problems"), _("Only what is not well, or all again")),
        "next_section": (_("next table"), _("Go to the next table of this page")),
        "previous_section": (_("previous table"), _("Go to the previous table of this page")),
        "up": (_("up one row"), _("One row up; on the map to the north")),
        "down": (_("down one row"), _("One row down; on the map to the south")),
        "page_up": (_("page up"), _("One screen up")),
        "page_down": (_("page down"), _("One screen down")),
        "top": (_("top"), _("To the first row")),
        "bottom": (_("bottom"), _("To the last row")),
        "found_up": (_("up one row"), _("One row up in what was found")),
        "found_down": (_("down one row"), _("One row down in what was found")),
        "found_page_up": (_("page up"), _("One screen up in what was found")),
        "found_page_down": (_("page down"), _("One screen down in what was found")),
    }


def _places() -> dict[str, tuple[str, str]]:
    return {
        "overview": (_("overview"), _("The overview: the tree, what is wrong now, the newest events")),
        "devices": (_("devices"), _("All devices")),
        "interfaces": (_("interfaces"), _("All interfaces")),
        "links": (_("links"), _("All links")),
        "topology": (_("topology"), _("The network as a tree from here, redundant links marked")),
        "events": (_("events"), _("The log: what changed, filtered as you like")),
        "problems": (_("problems"), _("What is wrong, each outage as one problem, and who took it on")),
        "services": (_("services"), _("All services: state, time to answer, days left of certificates")),
        "reports": (_("reports"), _("Figures: coverage, availability of the last 30 days, the roll-out over time")),
        "map": (_("map"), _("The map: sites by their coordinates, and the links between them")),
    }


def _deeds() -> dict[str, tuple[str, str]]:
    return {
        "sweep_here": (_("sweep"), _("Sweep the device under the cursor, or the site with all beneath it")),
        "sweep_all": (_("sweep all"), _("Sweep everything")),
        "stop_sweep": (_("stop sweep"), _("Stop the sweep that was begun here; what has answered is kept")),
        "ping": (_("ping"), _("Ping the device under the cursor")),
        "traceroute": (_("traceroute"), _("Trace the route to the device under the cursor")),
        "login": (_("SSH"), _("Log in to the device under the cursor over SSH, in this terminal, and come back")),
        "impact": (_("impact"), _("What would be cut off if the device or link under the cursor failed")),
        "light": (_("light up"), _("Light up on the tree and the map what is cut off with what the cursor is on")),
        "acknowledge": (
            _("take on"),
            _("Take the problem or event under the cursor on, with a few words for the others"),
        ),
        "carrier": (
            _("carrier"),
            _("Text for the carrier: circuit, ends, times, what is seen; it is copied too"),
        ),
        "events_of": (_("its events"), _("The log of the device or site under the cursor, with all beneath it")),
        "plan": (_("plan work"), _("Plan work on the site, device, link or circuit under the cursor: it wakes nobody")),
        "windows": (_("planned work"), _("The planned work: what goes on, what is to come, what is over")),
        "end_work": (_("end work"), _("End the planned work under the cursor now; it asks first")),
        "with_ended": (_("ended too"), _("Also the problems that ended in the last 30 days, or the open ones alone")),
        "filter": (_("filter"), _("Type words: only rows that hold them all; none take the filter off")),
        "sort": (_("sort"), _("Sort by a column; the same once more turns the order round")),
        "severity": (_("severity"), _("Only warnings and worse, only errors, or all again")),
        "period": (_("period"), _("Only the last hour, day, week or 30 days, or all again")),
        "everything": (_("everything"), _("Take every filter off, all rows as they come")),
        "fold_problem": (_("unfold"), _("Show or hide the events of one outage")),
        "level": (_("level"), _("Only the units of one level, or of all again")),
        "around": (_("neighbours"), _("Draw the device under the cursor with its neighbours around it")),
        "on_map": (_("on the map"), _("Show on the map where what the cursor is on stands")),
        "details": (_("page"), _("Open the page of the device under the cursor")),
        "copy": (_("copy"), _("Copy the address, name, serial number, port, MAC, circuit or line under the cursor")),
        "export": (_("export"), _("Write what is seen to a file: CSV, JSON or GraphML")),
    }


def _ways() -> dict[str, tuple[str, str]]:
    return {
        "search": (
            _("search"),
            _(
                "Search sites, devices, services, addresses, serials, MACs, circuits;"
                " marks do not matter, initials do: vt lt"
            ),
        ),
        "earlier": (_("earlier"), _("Into the past: the network after the sweep before this one")),
        "later": (_("later"), _("The network after the next sweep, up to now")),
        "day_earlier": (_("day earlier"), _("Into the past by a day")),
        "day_later": (_("day later"), _("A day later, up to now")),
        "now": (_("now"), _("Back from the past to now")),
        "reload": (_("reload"), _("Read the database again now; changes come by themselves within two seconds")),
        "cancel": (_("cancel"), _("Close the window and do nothing")),
        "cancel_typing": (_("cancel"), _("Close the field and do nothing")),
        "theme": (_("colours"), _("The next set of colours: those of the terminal, dark, light, high contrast")),
        "palette": (_("palette"), _("Type what you want to do")),
        "forward": (_("forward"), _("Forward again to where you came back from")),
        "back": (_("back"), _("Back to where you were")),
        "help": (_("keys"), _("All keys that work here")),
        "quit": (_("quit"), _("Leave")),
        "suspend": (_("put aside"), _("Put it aside and go to the shell; fg there comes back")),
        "interrupt": (_("interrupt"), _("Leave at once, as if interrupted")),
    }


def touched_words() -> dict[str, str]:
    """What something that fails does to another, by the state that is drawn as."""
    return {"origin": _("fails"), "down": _("cut off"), "degraded": _("one way left")}
