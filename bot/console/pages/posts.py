"""Posts: what there is, how each looks on each channel, and what is done with it."""

from __future__ import annotations

from collections.abc import Callable

from fastapi.responses import Response
from sqlalchemy.orm import Session

from bot.channels.web.chat_page import PHOTO_KINDS
from bot.console.permissions import Permission
from bot.console.post_forms import empty_fields, fields_of, read_content
from bot.console.post_pictures import take_picture
from bot.console.post_previews import preview
from bot.console.problems import ConsoleRefusal
from bot.console.routes import PREFIX, Entry, Routes, Section
from bot.console.visits import Visit, Visiting
from bot.db.models import Post
from bot.domain.danger_languages import ENGLISH
from bot.domain.posts import PostState, PostStep, Topic, check_reach
from bot.domain.schedules import WEEKDAYS, ScheduleKind
from bot.domain.trends import BEFORE_WEEKS, RECENT_WEEKS
from bot.errors import PostError

POSTS = f"{PREFIX}/posts"
_LATEST = 20
routes = Routes(Entry("Posts", POSTS, Permission.MANAGE_POSTS, order=40, section=Section.POSTS))


@routes.get("/posts", Permission.MANAGE_POSTS)
def list_posts(visit: Visiting, state: str = "") -> Response:
    """All posts, or those of a state; above them what went up."""
    wanted = PostState(state) if state in set(PostState) else None
    with visit.services.database.unit_of_work() as unit:
        return visit.page(
            "posts.html",
            posts=visit.services.posts.list_posts(unit, wanted),
            suggestions=visit.services.suggestions.list_open(unit, visit.staff),
            states=list(PostState),
            state=state,
            recent_weeks=RECENT_WEEKS,
            before_weeks=BEFORE_WEEKS,
        )


@routes.get("/posts/write", Permission.MANAGE_POSTS)
def show_write_post(visit: Visiting) -> Response:
    """The form for a new one."""
    return _form_page(visit, None, empty_fields(visit.staff.areas))


@routes.post("/posts/write", Permission.MANAGE_POSTS, most_files=1)
def write_post(visit: Visiting) -> Response:
    """Keep a draft."""
    form = visit.form
    try:
        form = take_picture(visit)
        content = read_content(form, visit.services.area_names, _other_languages(visit))
        with visit.services.database.unit_of_work() as unit:
            post = visit.services.posts.write(unit, visit.staff, content)
    except PostError as error:
        return _form_page(visit, None, form, str(error))
    return visit.go(f"{POSTS}/{post.id}")


@routes.get("/posts/pictures/{picture_id}", Permission.MANAGE_POSTS)
def show_picture(visit: Visiting, picture_id: int) -> Response:
    """A picture that was taken in, also of a post that nobody has approved."""
    with visit.services.database.unit_of_work() as unit:
        jpeg = visit.services.pictures.read(unit, picture_id)
    return Response(jpeg, media_type="image/jpeg", headers={"Content-Disposition": "inline"})


@routes.post("/posts/suggestions/{suggestion_id}/dismiss", Permission.MANAGE_POSTS)
def dismiss_suggestion(visit: Visiting, suggestion_id: int) -> Response:
    """Show a suggestion no more."""
    with visit.services.database.unit_of_work() as unit:
        visit.services.suggestions.dismiss(unit, visit.staff, suggestion_id)
    return visit.go(POSTS)


@routes.get("/posts/{post_id}", Permission.MANAGE_POSTS)
def show_post(visit: Visiting, post_id: int) -> Response:
    """One post, as each channel will show it."""
    with visit.services.database.unit_of_work() as unit:
        return _post_page(visit, unit, _get(visit, unit, post_id))


@routes.get("/posts/{post_id}/edit", Permission.MANAGE_POSTS)
def show_edit_post(visit: Visiting, post_id: int) -> Response:
    """The form with what it says."""
    with visit.services.database.unit_of_work() as unit:
        post = _get(visit, unit, post_id)
        return _form_page(visit, post, fields_of(post))


@routes.post("/posts/{post_id}/edit", Permission.MANAGE_POSTS, most_files=1)
def change_post(visit: Visiting, post_id: int) -> Response:
    """Change what it says."""
    form, problem = visit.form, None
    try:
        form = take_picture(visit)
    except PostError as error:
        problem = str(error)
    with visit.services.database.unit_of_work() as unit:
        post = _get(visit, unit, post_id)
        try:
            if problem:
                raise PostError(problem)
            content = read_content(form, visit.services.area_names, _other_languages(visit))
            visit.services.posts.change(unit, visit.staff, post, content)
        except PostError as error:
            return _form_page(visit, post, form, str(error))
    return visit.go(f"{POSTS}/{post_id}")


@routes.post("/posts/{post_id}/checked", Permission.MANAGE_POSTS)
def check_post_facts(visit: Visiting, post_id: int) -> Response:
    """Keep that its facts were looked up."""
    return _do(visit, post_id, lambda unit, post: visit.services.posts.check_facts(unit, visit.staff, post))


@routes.post("/posts/{post_id}/{step}", Permission.MANAGE_POSTS)
def take_post(visit: Visiting, post_id: int, step: str) -> Response:
    """Submit, approve, schedule, take back."""
    if step not in set(PostStep):
        raise ConsoleRefusal("not_found", 404)
    posts = visit.services.posts
    return _do(visit, post_id, lambda unit, post: posts.take(unit, visit.staff, post, PostStep(step)))


def _do(visit: Visit, post_id: int, do: Callable[[Session, Post], None]) -> Response:
    try:
        with visit.services.database.unit_of_work() as unit:
            do(unit, _get(visit, unit, post_id))
    except PostError as error:
        with visit.services.database.unit_of_work() as unit:
            return _post_page(visit, unit, _get(visit, unit, post_id), str(error))
    return visit.go(f"{POSTS}/{post_id}")


def _other_languages(visit: Visit) -> list[str]:
    """Those beside English in which a post may have a version."""
    return [language for language in visit.services.languages if language != ENGLISH]


def _get(visit: Visit, unit: Session, post_id: int) -> Post:
    return visit.services.posts.get(unit, post_id)


def _post_page(visit: Visit, unit: Session, post: Post, problem: str | None = None) -> Response:
    return visit.page(
        "post.html",
        422 if problem else 200,
        post=post,
        is_theirs=_is_theirs(visit, post),
        steps=[step.value for step in visit.services.posts.list_steps(post)],
        is_for_others=visit.services.posts.is_for_others(post, visit.staff),
        occurrences=list(reversed(post.occurrences))[:_LATEST],
        entries=visit.services.audit.list_for_subject(unit, "post", str(post.id)),
        problem=problem,
        **preview(visit.services, post),
    )


def _is_theirs(visit: Visit, post: Post) -> bool:
    """Whether who is asking may change the post and take it further."""
    try:
        check_reach(post.areas, visit.staff.areas)
    except PostError:
        return False
    return True


def _form_page(visit: Visit, post: Post | None, form: object, problem: str | None = None) -> Response:
    return visit.page(
        "post_form.html",
        422 if problem else 200,
        post=post,
        form=form,
        topics=list(Topic),
        kinds=list(ScheduleKind),
        weekdays=WEEKDAYS,
        own_areas={
            area: name for area, name in visit.services.area_names.items() if visit.staff.sees_area(area)
        },
        languages=_other_languages(visit),
        photo_kinds=PHOTO_KINDS,
        problem=problem,
    )
