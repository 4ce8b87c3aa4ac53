using Microsoft.Data.Sqlite;

namespace Orders;

/// <summary>The database schema: a list of steps that only grows, so that the version before still works on the result.</summary>
public static class Schema
{
    private static readonly string[] Steps =
    [
        "create table orders (id integer primary key autoincrement, item text not null, quantity integer not null, ordered_at text not null)",
        "create index orders_by_time on orders (ordered_at)",
    ];

    /// <summary>Takes the steps that the database lacks, all or none, and returns the number of the last one.</summary>
    public static int Migrate(string databaseFile)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(databaseFile)!);
        using var connection = OrderStore.Open(databaseFile);
        using var transaction = connection.BeginTransaction();
        var done = Convert.ToInt32(Execute(connection, transaction, "pragma user_version"), System.Globalization.CultureInfo.InvariantCulture);
        for (var step = done; step < Steps.Length; step++) Execute(connection, transaction, Steps[step]);
        if (done < Steps.Length) Execute(connection, transaction, $"pragma user_version = {Steps.Length}");
        transaction.Commit();
        return Math.Max(done, Steps.Length);
    }

    private static object? Execute(SqliteConnection connection, SqliteTransaction transaction, string sql)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
#pragma warning disable CA2100 // The texts are the constants above.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command.ExecuteScalar();
    }
}
