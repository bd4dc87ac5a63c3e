using CertWorkflows.Benchmarks;
using CertWorkflows.Benchmarks.Durability;
using CertWorkflows.Benchmarks.Fuzz;
using CertWorkflows.Benchmarks.Inbox;
using CertWorkflows.Benchmarks.Throughput;
using CertWorkflows.Benchmarks.Waiting;

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};

try
{
    return args switch
    {
        ["throughput", .. var rest] => await ThroughputCommand.RunAsync(new Arguments(rest), stop.Token),
        ["fuzz", .. var rest] => await FuzzCommand.RunAsync(new Arguments(rest), stop.Token),
        ["durability", .. var rest] => await DurabilityCommand.RunAsync(new Arguments(rest), stop.Token),
        ["waiting", .. var rest] => await WaitingCommand.RunAsync(new Arguments(rest), stop.Token),
        ["inbox", .. var rest] => await InboxCommand.RunAsync(new Arguments(rest), stop.Token),
        _ => Usage(),
    };
}
catch (UsageException wrong)
{
    Console.Error.WriteLine(wrong.Message);
    return Usage();
}

static int Usage()
{
    Console.Error.WriteLine(
        """
        Usage: dotnet run -c Release --project benchmarks/CertWorkflows.Benchmarks -- COMMAND

          throughput [--database sqlite|postgresql|both] [--phase start,complete,engine]
                     [--concurrency 1,8,32] [--seconds 10] [--slice 1] [--only ours|floor|both]
          durability [--database sqlite|postgresql] [--kills 200] [--kill-database]
                     [--seed 1] [--clients 8] [--server PATH/CertWorkflows.Server.dll]
          inbox      [--open 100000] [--closed 1000000] [--users 8] [--seconds 5] [--pause MILLISECONDS]
                     [--memory MEGABYTES] [--server PATH/CertWorkflows.Server.dll] [--before PATH/CertWorkflows.Server.dll] [--hold]
          waiting    [--followers 1000000]
          fuzz       [--minutes 10] [--seed 1] [--corpus workflows]
        """);
    return 2;
}
