using CertWorkflows.Engine.Definitions;

namespace CertWorkflows.Engine.Execution;

internal sealed partial class WorkflowRun
{
    private readonly List<(Bookmark Bookmark, ActivityContext Context)> _bookmarks = [];
    private readonly List<Bookmark> _removed = [];
    private readonly HashSet<Guid> _before = [];

    public IReadOnlyList<Bookmark> BookmarksOf(ActivityContext context)
        => context.BookmarkCount == 0 ? [] : [.. _bookmarks.Where(entry => entry.Context == context).Select(entry => entry.Bookmark)];

    public bool HasBookmark(ActivityNode node)
    {
        foreach (var (_, context) in _bookmarks)
        {
            if (context.Node == node)
                return true;
        }

        return false;
    }

    public Bookmark AddBookmark(ActivityContext context, BookmarkRequest request)
    {
        var bookmark = new Bookmark
        {
            Id = Turn.NewId(),
            Name = request.Name,
            Hash = BookmarkHash.Compute(
                request.Name, request.Hashed ?? request.Payload, request.NotHashed, request.IncludeContextId ? context.Id : null),
            NodeId = context.Node.NodeId,
            ActivityId = context.Node.Id,
            ContextId = context.Id,
            CreatedAt = Now,
            DueAt = request.DueAt,
            AutoBurn = request.AutoBurn,
            Payload = request.Payload,
            Tag = request.Tag,
        };
        _bookmarks.Add((bookmark, context));
        context.BookmarkCount++;
        return bookmark;
    }

    public void RemoveBookmark(Bookmark bookmark) => RemoveBookmarks(entry => entry.Bookmark.Id == bookmark.Id);

    /// <summary>Queues the resumption of a bookmark; <see langword="false"/> if it is no longer open.</summary>
    public bool TryEnqueueResume(Guid bookmarkId)
    {
        foreach (var (bookmark, context) in _bookmarks)
        {
            if (bookmark.Id != bookmarkId || context.Status != ActivityStatus.Running)
                continue;
            Enqueue(new WorkItem(context.Node, context.Parent, context, Bookmark: bookmark));
            return true;
        }

        return false;
    }

    private void RemoveBookmarks(ActivityContext context) => RemoveBookmarks(entry => entry.Context == context);

    // S-12: cancelling an execution also drops the bookmarks of the same node's other executions
    private void RemoveBookmarks(ActivityNode node) => RemoveBookmarks(entry => entry.Context.Node == node);

    private void RemoveAllBookmarks() => RemoveBookmarks(_ => true);

    private void RemoveBookmarks(Predicate<(Bookmark Bookmark, ActivityContext Context)> match)
    {
        if (_bookmarks.Count == 0)
            return;
        _bookmarks.RemoveAll(entry =>
        {
            if (!match(entry))
                return false;
            entry.Context.BookmarkCount--;
            _removed.Add(entry.Bookmark);
            return true;
        });
    }
}
