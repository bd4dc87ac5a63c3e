using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Logging;

namespace CertWorkflows.Infrastructure.Persistence;

/// <summary>
/// Sends EF Core's messages to the host's log under their usual categories. A logger factory given to EF Core itself would be
/// part of the key of its services: each host of a process, such as each test's, would keep a model and compiled queries of its own for ever.
/// </summary>
internal sealed class SessionLog(ILoggerFactory loggers)
{
    private readonly ConcurrentDictionary<int, ILogger> _byEvent = [];

    public void AddTo(DbContextOptionsBuilder options) => options.LogTo(
        (id, level) => LoggerOf(id).IsEnabled(level),
        data => Write(LoggerOf(data.EventId), data));

    private ILogger LoggerOf(EventId id) => _byEvent.GetOrAdd(
        id.Id, static (_, of) => of.Loggers.CreateLogger(CategoryOf(of.Name)), (Loggers: loggers, Name: id.Name ?? DbLoggerCategory.Name));

    // An event's name is its category with its own name behind the last dot.
    private static string CategoryOf(string name) => name.LastIndexOf('.') is > 0 and var dot ? name[..dot] : name;

    private static void Write(ILogger logger, EventData data) =>
        logger.Log(data.LogLevel, data.EventId, data, (data as IErrorEventData)?.Exception, static (what, _) => what.ToString());
}
