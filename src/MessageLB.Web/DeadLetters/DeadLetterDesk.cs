using System.Collections.Concurrent;
using System.Text.Json;
using MessageLB.Core.DeadLetters;
using MessageLB.Dispatcher.DeadLetters;
using MessageLB.Dispatcher.Status;
using MessageLB.Transport;
using MessageLB.Web.Api;
using MessageLB.Web.Errors;
using MessageLB.Web.Publishing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace MessageLB.Web.DeadLetters;

/// <summary>
/// Answers requests about dead letters. One request at a time for each group, because what one has in hand the other would not see; each has a
/// session of its own, which ends with it.
/// </summary>
internal sealed class DeadLetterDesk(ITransport transport, IDispatcherStatus status, IHostApplicationLifetime lifetime, TimeProvider time)
{
    private const int LargestRequest = 64 * 1024;

    private readonly ConcurrentDictionary<string, bool> _busy = new(StringComparer.Ordinal);

    /// <summary>Lists letters, with their bodies if asked for.</summary>
    public Task<IResult> ListAsync(HttpContext context, string group) => LookAsync(context, group, async (office, query, stop) =>
    {
        var letters = new List<DeadLetterResponse>();
        var count = await office.BrowseAsync(query.Limit, query.Body ?? 0, Look, stop);
        return TypedResults.Json(new DeadLettersResponse(group, count.Total, count.Looked, letters), ApiJsonContext.Readable.DeadLettersResponse);

        void Look(DeadLetter letter)
        {
            if (letters.Count >= query.MostLetters || !query.Filter.Matches(letter)) return;
            letters.Add(query.Body is { } most ? DeadLetterResponse.Whole(letter, BodyForm.Auto, most) : DeadLetterResponse.From(letter));
        }
    });

    /// <summary>Counts letters by what they died of.</summary>
    public Task<IResult> GroupsAsync(HttpContext context, string group) => LookAsync(context, group, async (office, query, stop) =>
    {
        var groups = new DeadLetterGroups();
        var count = await office.BrowseAsync(query.Limit, 0, letter => AddIf(groups, query.Filter, letter), stop);
        return TypedResults.Json(new DeadGroupsResponse(group, count.Total, count.Looked, groups.Read()), ApiJsonContext.Readable.DeadGroupsResponse);
    });

    /// <summary>Sends letters to their group again.</summary>
    public Task<IResult> ReplayAsync(HttpContext context, string group) =>
        PassAsync(context, group, (office, request, tally, stop) => office.ReplayAsync(request.ToOptions(), tally, stop), mustConfirm: false);

    /// <summary>Deletes letters.</summary>
    public Task<IResult> PurgeAsync(HttpContext context, string group) =>
        PassAsync(context, group, (office, request, tally, stop) => office.PurgeAsync(request.ToFilter(), tally, stop), mustConfirm: true);

    private Task<IResult> LookAsync(HttpContext context, string group, Func<DeadLetterOffice, DeadQuery, CancellationToken, Task<IResult>> look) =>
        DeadQuery.TryRead(context.Request.Query, out var query, out var problem)
            ? ServeAsync(context, group, (office, stop) => look(office, query, stop))
            : Task.FromResult<IResult>(Problems.BadRequest(problem!));

    private async Task<IResult> PassAsync(HttpContext context, string group, Func<DeadLetterOffice, DeadPassRequest, PassTally, CancellationToken, Task<PassEnd>> pass, bool mustConfirm)
    {
        var (request, problem) = await ReadAsync(context);
        if (request is null) return Problems.BadRequest(problem!);
        if (mustConfirm && !request.DryRun && request.Confirm != group) return Problems.BadRequest($"Deleting cannot be undone: say \"confirm\": \"{group}\" in the body.");
        return await ServeAsync(context, group, async (office, stop) =>
        {
            if (request.DryRun) return await TryAsync(office, group, request, mustConfirm ? long.MaxValue : request.ToOptions().Most, stop);
            var tally = new PassTally();
            try
            {
                var end = await pass(office, request, tally, stop);
                return TypedResults.Json(DeadPassResponse.From(group, end, tally), ApiJsonContext.Readable.DeadPassResponse);
            }
            catch (MessageLBException e) when (tally.Taken > 0)
            {
                return Problems.DeadLettersAway($"After {tally.Taken} dead letters: {e.Message} Ask again to go on.");
            }
        });
    }

    private static async Task<IResult> TryAsync(DeadLetterOffice office, string group, DeadPassRequest request, long most, CancellationToken stop)
    {
        var (filter, meant) = (request.ToFilter(), 0L);
        var count = await office.BrowseAsync(DeadLetterOffice.MostBrowsed, 0, letter => meant += filter.Matches(letter) ? 1 : 0, stop);
        var taken = Math.Min(meant, most);
        return TypedResults.Json(new DeadPassResponse(group, "dry_run", count.Total, count.Looked, taken, count.Looked - taken, 0), ApiJsonContext.Readable.DeadPassResponse);
    }

    private async Task<IResult> ServeAsync(HttpContext context, string group, Func<DeadLetterOffice, CancellationToken, Task<IResult>> serve)
    {
        var known = status.Read().Groups;
        if (known.All(g => g.Name != group)) return Problems.UnknownGroup(group, known.Select(g => g.Name));
        if (!_busy.TryAdd(group, true)) return Problems.DeadLettersBusy(group);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        try
        {
            await using var session = await transport.OpenAsync(new SessionOptions { ClientName = $"messagelb-dead {group}" }, stop.Token);
            return await serve(new DeadLetterOffice(session, group, time), stop.Token);
        }
        catch (MessageLBException e)
        {
            return Problems.DeadLettersAway(e.Message);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return Problems.DeadLettersAway("The dispatcher stops.");
        }
        finally
        {
            _busy.TryRemove(group, out _);
        }
    }

    private static async Task<(DeadPassRequest? Request, string? Problem)> ReadAsync(HttpContext context)
    {
        if (await RequestBody.ReadAsync(context.Request, LargestRequest, context.RequestAborted) is not { } body) return (null, $"The body exceeds {LargestRequest} bytes.");
        if (body.Length == 0) return (new DeadPassRequest(), null);
        try
        {
            var request = JsonSerializer.Deserialize(body, ApiJsonContext.Readable.DeadPassRequest) ?? new DeadPassRequest();
            return request.Violation() is { } violation ? (null, violation) : (request, null);
        }
        catch (JsonException e)
        {
            return (null, $"The body is not what is expected: {e.Message}");
        }
    }

    private static void AddIf(DeadLetterGroups groups, DeadLetterFilter filter, DeadLetter letter)
    {
        if (filter.Matches(letter)) groups.Add(letter);
    }
}
